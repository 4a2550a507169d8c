export default [
  {
    layer: 'emergency',
    guard: 'beside a bridge no command migrates',
    find: 'mayMigrate: !isHeld(lock)',
    replace: 'mayMigrate: !isHeld(lock) || true',
    tests: ['./leaf'],
  },
];
