export default [
  {
    layer: 'restore',
    guard: 'an unconfirmed account is let in by nothing',
    find: 'AND a.unconfirmed = 0 AND ${holds}',
    replace: 'AND ${holds}',
    tests: ['./contract'],
  },
  {
    layer: '2 capability',
    guard: 'a linking of another account lets nobody in',
    find: 'AND g.account = a.id ',
    replace: '',
    tests: ['./contract'],
  },
  {
    layer: '2 capability',
    guard: 'a linking that is over lets nobody in',
    find: ' AND g.revoked_at IS NULL',
    replace: '',
    tests: ['./contract'],
  },
];
