export default [
  {
    layer: 'restore',
    guard: 'a camera is unconfirmed with its owner',
    find: "WHERE o.camera = c.id AND o.role = 'owner' AND a.unconfirmed = 0",
    replace: "WHERE o.camera = c.id AND o.role = 'owner'",
    tests: ['./contract'],
  },
  {
    layer: '5 data',
    guard: 'an entry is asked for by account and device',
    find: 'mappedRows} WHERE e.account = ? AND e.device = ?',
    replace: 'mappedRows} WHERE (e.account = ? OR 1) AND e.device = ?',
    tests: ['storage/sqlite'],
  },
];
