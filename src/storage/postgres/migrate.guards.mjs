export default [
  {
    layer: 'restore',
    guard: 'a migration gives nothing back that was moved away',
    find: '  await refuseShutDatabase(client);\n',
    replace: '  void refuseShutDatabase;\n',
    tests: ['./copy-side'],
  },
  {
    layer: 'storage',
    guard: 'a step that waits for a lock lets those through who wait behind it',
    find: 'SET LOCAL lock_timeout = ${lockMs}',
    replace: 'SET LOCAL lock_timeout = ${waitMs}',
    tests: ['storage/postgres/side-by-side'],
  },
  {
    layer: 'storage',
    guard: 'a build does not work on a database with a step that it has to know',
    find: 'if ((oldest ?? version) <= latest) continue;',
    replace: 'if (true) continue;',
    tests: ['storage/postgres/side-by-side', 'storage/postgres/migrate'],
  },
  {
    layer: 'server',
    guard: 'a step of another text is refused',
    find: 'if (checksum(step.sql) !== kept) {',
    replace: "if (kept === '') {",
  },
  {
    layer: 'server',
    guard: 'who migrates does not go on seeing every row',
    find: '\n${leaving}`;',
    replace: '`;\nvoid leaving;',
  },
];
