export default [
  {
    layer: 'limits',
    guard: 'the addresses of before are compared, too',
    find: 'UPDATE accounts SET skeleton = skeleton_of(email);\n',
    replace: '',
    tests: ['storage/sqlite/open.test'],
  },
];
