export default [
  {
    layer: 'restore',
    guard: 'what is moved is not opened',
    find: '      refuseAway(file, db);\n',
    replace: '      void refuseAway;\n',
    tests: ['storage/copy/copy-tables'],
  },
];
