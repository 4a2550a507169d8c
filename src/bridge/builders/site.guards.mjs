export default [
  {
    layer: 'limits',
    guard: 'the virtual display is a client of its own',
    find: 'client: displayClient, now',
    replace: 'client, now',
    tests: ['workshop/end-to-end/display-client'],
  },
  {
    layer: 'revocation',
    guard: 'what runs under a revoked linking ends at once, whether the store answers or not',
    find: 'partitions.endGrant(grant)',
    replace: 'void partitions.recheck(grant)',
  },
];
