export default [
  {
    layer: '3 fresh type',
    guard: 'a household’s type is its own',
    find: 'readonly [household]: (household: P) => P;',
    replace: 'readonly [household]?: P | unknown;',
    tests: ['common/types.test.ts'],
  },
];
