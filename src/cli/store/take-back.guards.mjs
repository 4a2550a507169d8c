export default [
  {
    layer: 'restore',
    guard: 'what is in the new database is not given up',
    find: '    if (copy === found.to.here) {',
    replace: '    if (copy === undefined) {',
    tests: ['./copy'],
  },
];
