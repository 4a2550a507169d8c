export default [
  {
    layer: 'limits',
    guard: 'a code that comes a second time ends its linking',
    find: "await endGrant(parts, { account, id }, 'code-replayed');",
    replace: 'void account;',
    tests: ['edge/http/oauth-replay'],
  },
];
