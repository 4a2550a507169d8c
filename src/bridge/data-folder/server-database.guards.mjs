export default [
  {
    layer: 'emergency',
    guard: 'a folder has one database',
    find: 'if (away?.done === true) return lineage;',
    replace: 'if (away === undefined || away.done) return undefined;',
    tests: ['workshop/end-to-end/postgres'],
  },
  {
    layer: 'emergency',
    guard: 'a folder whose database was moved has that one, and no other',
    find: '    await refuseOtherDatabase(moved, store);\n',
    replace: '    void [refuseOtherDatabase, moved];\n',
    tests: ['cli/store/copy'],
  },
  {
    layer: 'keys',
    guard: 'no keys are made for a database that has others',
    find: '    await refuseMissingKeys(folder, store);\n',
    replace: '    void refuseMissingKeys;\n',
    tests: ['workshop/end-to-end/postgres'],
  },
];
