export default [
  {
    layer: 'revocation',
    guard: 'QUERY asks again once it has waited',
    find: '      await home.stands(device);\n',
    replace: '',
    tests: ['./late-answer'],
  },
  {
    layer: 'limits',
    guard: 'of many devices, those that the home has not are not looked up one by one',
    find: 'if (has?.has(id) === false)',
    replace: 'if (has?.has(id) === undefined)',
  },
];
