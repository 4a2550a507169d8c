export default [
  {
    layer: 'record',
    guard: 'the linkings of a removed account are kept',
    find: 'CREATE TRIGGER grants_removed AFTER DELETE ON grants WHEN OLD.revoked_at IS NULL BEGIN',
    replace: 'CREATE TRIGGER grants_removed AFTER DELETE ON grants WHEN OLD.id IS NULL BEGIN',
    tests: ['storage/sqlite/contract'],
  },
];
