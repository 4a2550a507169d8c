export default [
  {
    layer: '6 origin',
    guard: 'a swap vouches for no name',
    find: "const moved = exchanged.some(({ what }) => what === 'host');",
    replace: 'const moved = exchanged.length === 0;',
  },
  {
    layer: 'opening',
    guard: 'a URL that only one of two cameras has goes nowhere that is not the other’s',
    find: 'if (url.host !== home || away === undefined || home === away) {',
    replace: 'if (away === undefined) {',
  },
  {
    layer: 'opening',
    guard: 'two URLs that lead to the same place are not exchanged',
    find: "if (one.port === other.port) refuse(line, 'both lead to the same host and port');",
    replace: '',
  },
];
