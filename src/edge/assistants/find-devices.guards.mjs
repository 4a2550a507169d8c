export default [
  {
    layer: 'limits',
    guard: 'of many devices, those that the home has not are not looked up one by one',
    find: 'if (!has.has(id))',
    replace: 'if (has.has(id) === undefined)',
  },
];
