export default [
  {
    layer: 'emergency',
    guard: 'another database at the server’s address is noticed',
    find: '.id !== identity) {',
    replace: '.id === undefined) {',
  },
  {
    layer: 'emergency',
    guard: 'the highest revision of a server’s database never goes back',
    find: 'highest = Math.max(highest, now);',
    replace: 'highest = now;',
  },
  {
    layer: 'emergency',
    guard: 'a server’s database that went back is noticed',
    find: 'if (now < before || ',
    replace: 'if (',
  },
  {
    layer: 'emergency',
    guard: 'what the looks of sessions found of a server’s database counts, too',
    find: ' || bridges?.wentBack === true',
    replace: '',
  },
];
