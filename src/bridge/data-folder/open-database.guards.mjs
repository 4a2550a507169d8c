export default [
  {
    layer: 'emergency',
    guard: 'a database is known by what it was before anything was read of it',
    prepare: {
      find: '      const watched = claimed.watch();\n',
      replace:
        '      const claimed = claimDatabase(folder.database);\n      closers.push(() => claimed.close());\n      const watched = claimed.watch();\n',
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
    guard: 'of a file that was moved a bridge says that it was, and not that it is old',
    find: '  refuseMovedFile(folder.database);\n',
    replace: '  void refuseMovedFile;\n',
    tests: ['workshop/end-to-end/store-copy'],
  },
  {
    layer: 'revocation',
    guard: 'a bridge says where what was acknowledged may be lost',
    find: '  await sayCommits(url, log);\n',
    replace: '  void sayCommits;\n',
    tests: ['workshop/end-to-end/outages'],
  },
];
