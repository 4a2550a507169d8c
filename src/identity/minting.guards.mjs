export default [
  {
    layer: '2 capability',
    guard: 'only a verifier makes a proof',
    find: 'if (key !== maker) throw',
    replace: 'if (key === undefined) throw',
    tests: ['wall/partitions/partitions'],
  },
];
