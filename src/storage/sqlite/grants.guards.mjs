export default [
  {
    layer: 'clock',
    guard: 'no linking is swept out by a clock that is ahead',
    find: 'const come = Math.min(at, reached());',
    replace: 'const come = at;',
    tests: ['./contract'],
  },
  {
    layer: 'limits',
    guard: 'an account has so many linkings',
    find: '        makeRoom(grant.account);\n',
    replace: '',
    tests: ['./contract'],
  },
  {
    layer: 'limits',
    guard: 'a linking that is in use is not ended to make room',
    find: 'revoked_at IS NULL\n         AND NOT EXISTS (SELECT 1 FROM refresh_tokens t WHERE t.grant_id = grants.id)\n       ORDER BY',
    replace: 'revoked_at IS NULL ORDER BY',
    tests: ['./contract'],
  },
  {
    layer: 'limits',
    guard: 'so many revoked linkings of an account are remembered',
    find: '        sweepRevoked.run(grant.account, grant.account, maxRevoked);\n',
    replace: '',
    tests: ['./contract'],
  },
];
