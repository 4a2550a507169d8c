export default [
  {
    layer: 'emergency',
    guard: 'no command begins a database where one was',
    find: 'if (url === undefined) refuseLostDatabase(folder);\n',
    replace: 'void refuseLostDatabase;\n',
  },
  {
    layer: 'restore',
    guard: 'no command works on what is half restored',
    find: '  refuseHalfRestored(folder);\n',
    replace: '  void refuseHalfRestored;\n',
    tests: ['cli/backup/restore'],
  },
  {
    layer: 'restore',
    guard: 'no command works on what is half copied',
    find: '  refuseHalfCopied(folder);\n',
    replace: '  void refuseHalfCopied;\n',
    tests: ['cli/store/copy'],
  },
];
