export default [
  {
    layer: 'one owner',
    guard: 'a serial number that was cut off tells nothing',
    find: '|| !isWhole(serial)) return true;',
    replace: ') return true;',
  },
  {
    layer: 'one owner',
    guard: 'capitals make no other make',
    find: ".normalize('NFKC').toLowerCase();",
    replace: ".normalize('NFKC');",
  },
];
