export default [
  {
    layer: 'restore',
    guard: 'a counter that was used is missed',
    find: 'if (!counted) return undefined;',
    replace: 'if (counted || !counted) return undefined;',
    tests: ['cli/backup'],
  },
  {
    layer: 'restore',
    guard: 'a counter of another database counts for nothing',
    find: 'if (counter.lineage !== id) {',
    replace: "if (counter.lineage === '') {",
    tests: ['cli/backup'],
  },
];
