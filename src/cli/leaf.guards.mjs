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
  {
    layer: 'keys',
    guard: 'no command works on a database whose keys lie elsewhere',
    find: '    if (url !== undefined) await refuseOtherFolder(paths, url, `not ${folder}: ${how}`);\n',
    replace: '    void refuseOtherFolder;\n',
    tests: ['workshop/end-to-end/postgres'],
  },
];
