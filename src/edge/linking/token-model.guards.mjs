export default [
  {
    layer: 'limits',
    guard: 'a code that comes a second time ends its linking',
    find: "await endGrant(parts, spent.code.grant, 'code-replayed');",
    replace: '',
    tests: ['edge/http/oauth-replay'],
  },
];
