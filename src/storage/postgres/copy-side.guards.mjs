export default [
  {
    layer: 'restore',
    guard: 'what is moved is used by nobody who is connected',
    find: '          await sql.unsafe(shut);\n',
    replace: '          void shut;\n',
  },
  {
    layer: 'restore',
    guard: 'what is under way when it is moved is copied, too',
    find: '          // What was called before is over then, and is copied.\n          await keepOthersOut(sql);\n',
    replace: '',
  },
  {
    layer: 'restore',
    guard: 'of a copy that is under way nothing is said',
    find: 'SELECT pg_advisory_xact_lock(${migrationLock})',
    replace: 'SELECT ${migrationLock}',
  },
  {
    layer: 'restore',
    guard: 'nothing is copied beside a bridge',
    find: 'if (row?.count === 0) return;',
    replace: 'if (row !== undefined) return;',
  },
  {
    layer: 'storage',
    guard: 'the owner of the tables alone copies',
    find: 'if (row.strange > 0) throw notOwner();',
    replace: 'if (row.strange < 0) throw notOwner();',
  },
];
