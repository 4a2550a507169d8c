export default [
  {
    layer: 'emergency',
    guard: 'no command begins a database where one was',
    find: '  refuseLostDatabase(folder);\n',
    replace: '  void refuseLostDatabase;\n',
  },
  {
    layer: 'emergency',
    guard: 'beside a bridge no command migrates',
    find: 'mayMigrate: !isHeld(lock)',
    replace: 'mayMigrate: !isHeld(lock) || true',
  },
  {
    layer: 'restore',
    guard: 'no command works on what is half restored',
    find: '  refuseHalfRestored(folder);\n',
    replace: '  void refuseHalfRestored;\n',
    tests: ['cli/backup/restore'],
  },
];
