export default [
  {
    layer: 'keys',
    guard: 'a remembered signature counts only while its key is in force',
    find: ' || keyOf(kid) === undefined',
    replace: '',
    tests: ['./tokens'],
  },
];
