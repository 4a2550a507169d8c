export default [
  {
    layer: 'restore',
    guard: 'an unconfirmed account is let in by no sign-in',
    find: 'WHERE a.id = ? AND a.unconfirmed = 0',
    replace: 'WHERE a.id = ?',
    tests: ['./contract'],
  },
  {
    layer: 'restore',
    guard: 'an unconfirmed account is let in by no linking',
    find: 'AND g.revoked_at IS NULL AND a.unconfirmed = 0',
    replace: 'AND g.revoked_at IS NULL',
    tests: ['./contract'],
  },
];
