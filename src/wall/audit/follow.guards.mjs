export default [
  {
    layer: 'record',
    guard: 'a line’s hash is compared',
    find: 'hashOf(key, before, found.text) === found.hash;',
    replace: "hashOf(key, before, found.text) !== '';",
    tests: ['./tampering'],
  },
  {
    layer: 'record',
    guard: 'a file carries on from the one before it',
    find: 'if (from !== undefined && head.before !== from.hash) {',
    replace: 'if (from === undefined && file.first === undefined) {',
    tests: ['./tampering'],
  },
];
