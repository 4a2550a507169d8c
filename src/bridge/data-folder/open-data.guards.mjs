export default [
  {
    layer: 'restore',
    guard: 'no bridge starts on what is half restored',
    find: '  refuseHalfRestored(dataDir);\n',
    replace: '  void refuseHalfRestored;\n',
    tests: ['workshop/end-to-end/killed-restore'],
  },
  {
    layer: 'restore',
    guard: 'no bridge starts on what is half copied',
    find: '  refuseHalfCopied(dataDir);\n',
    replace: '  void refuseHalfCopied;\n',
    tests: ['workshop/end-to-end/store-copy'],
  },
  {
    layer: 'restore',
    guard: 'the bridge compares database and counter',
    find: 'refuseOlder(revision, counted ?? 0, `the counter ${restoreCounter}`);',
    replace: 'void counted;',
    tests: ['workshop/end-to-end/restore.test'],
  },
];
