export default [
  {
    layer: 'restore',
    guard: 'nothing is restored beside a bridge',
    find: 'if (!bridgeRuns(folder)) return;',
    replace: 'if (bridgeRuns(folder) || folder) return;',
    tests: ['cli/backup'],
  },
  {
    layer: 'restore',
    guard: 'after-restore makes new keys',
    find: '=> renewKeys(keys, keys)',
    replace: '=> void [renewKeys, keys]',
    tests: ['cli/backup'],
  },
  {
    layer: 'restore',
    guard: 'after-restore raises the revision above all the record knew',
    find: 'Math.max(known, seen)',
    replace: 'Math.max(0 * known, seen)',
    tests: ['cli/backup'],
  },
  {
    layer: 'restore',
    guard: 'after-restore raises the revision above what was seen',
    find: 'Math.max(known, seen)',
    replace: 'Math.max(known, seen * 0)',
    tests: ['cli/backup'],
  },
  {
    layer: 'restore',
    guard: 'after-restore ends what was seen',
    find: 'writeSeen(folder, { revision: ended.revision, wentBack: false });',
    replace: 'void writeSeen;',
    tests: ['cli/backup'],
  },
];
