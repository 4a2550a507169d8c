export default [
  {
    layer: 'limits',
    guard: 'a linking has nobody asked anew',
    find: 'DROP TRIGGER grants_insert;\n',
    replace: '',
    tests: ['storage/sqlite/contract', 'edge/http/oauth-authorize'],
  },
];
