export default [
  {
    layer: '3 fresh type',
    guard: 'a partition’s type is its own',
    find: 'readonly [partition]: (partition: P) => P;',
    replace: 'readonly [partition]?: P | unknown;',
    tests: ['common/types.test.ts'],
  },
];
