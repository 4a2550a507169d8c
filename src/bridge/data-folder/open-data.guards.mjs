export default [
  {
    layer: 'emergency',
    guard: 'a database is known by what it was before anything was read of it',
    prepare: {
      find: '  const database = claimed.watch();\n',
      replace:
        '  const claimed = claimDatabase(folder.database);\n  closers.push(() => claimed.close());\n  const database = claimed.watch();\n',
    },
    find: '  // Claimed before anything is read of it: a file that is put in its place from now on is noticed.\n  const claimed = claimDatabase(folder.database);\n  closers.push(() => claimed.close());\n',
    replace: '',
    tests: ['workshop/end-to-end/lost-database'],
  },
  {
    layer: 'emergency',
    guard: 'no bridge begins a database where one was',
    find: '  refuseLostDatabase(dataDir);\n',
    replace: '  void refuseLostDatabase;\n',
    tests: ['workshop/end-to-end/lost-database'],
  },
  {
    layer: 'restore',
    guard: 'no bridge starts on what is half restored',
    find: '  refuseHalfRestored(dataDir);\n',
    replace: '  void refuseHalfRestored;\n',
    tests: ['workshop/end-to-end/killed-restore'],
  },
  {
    layer: 'restore',
    guard: 'the bridge compares database and record',
    find: "refuseOlder(revision ?? 0, known, 'its own delivery record');",
    replace: 'void [known, revision];',
    tests: ['workshop/end-to-end/restore.test'],
  },
  {
    layer: 'restore',
    guard: 'the bridge compares database and counter',
    find: 'refuseOlder(revision ?? 0, counted ?? 0, `the counter ${restoreCounter}`);',
    replace: 'void counted;',
    tests: ['workshop/end-to-end/restore.test'],
  },
  {
    layer: 'restore',
    guard: 'the bridge compares database and what was seen of it',
    find: "  refuseOlder(revision ?? 0, seen.revision, 'what was seen of it before (seen.json)');\n",
    replace: '',
    tests: ['workshop/end-to-end/lost-database'],
  },
  {
    layer: 'restore',
    guard: 'a database that went back under a bridge does not start',
    find: '  refuseGoneBack(seen);\n',
    replace: '  void refuseGoneBack;\n',
    tests: ['workshop/end-to-end/lost-database'],
  },
];
