export default [
  {
    layer: 'limits',
    guard: 'an account is linked so often an hour',
    find: '  await count(account);\n',
    replace: '',
    tests: ['edge/http/oauth-authorize'],
  },
];
