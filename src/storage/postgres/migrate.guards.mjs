export default [
  {
    layer: 'restore',
    guard: 'a migration gives nothing back that was moved away',
    find: '    await refuseShutDatabase(sql);\n',
    replace: '    void refuseShutDatabase;\n',
    tests: ['./copy-side'],
  },
];
