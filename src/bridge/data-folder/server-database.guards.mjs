export default [
  {
    layer: 'emergency',
    guard: 'a folder has one database',
    find: '  refuseSecondDatabase(folder);\n',
    replace: '  void refuseSecondDatabase;\n',
    tests: ['workshop/end-to-end/postgres'],
  },
  {
    layer: 'keys',
    guard: 'no keys are made for a database that has others',
    find: '    await refuseMissingKeys(folder, store);\n',
    replace: '    void refuseMissingKeys;\n',
    tests: ['workshop/end-to-end/postgres'],
  },
];
