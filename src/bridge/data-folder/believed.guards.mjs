export default [
  {
    layer: 'restore',
    guard: 'the bridge compares database and record',
    find: "refuseOlder(revision, known, 'its own delivery record');",
    replace: 'void [known, revision];',
    tests: ['workshop/end-to-end/restore.test'],
  },
  {
    layer: 'restore',
    guard: 'the bridge compares database and what was seen of it',
    find: "  refuseOlder(revision, seen.revision, 'what was seen of it before (seen.json)');\n",
    replace: '',
    tests: ['workshop/end-to-end/lost-database'],
  },
  {
    layer: 'restore',
    guard: 'a database that went back under a bridge does not start',
    find: '  refuseGoneBack(seen, revision);\n',
    replace: '  void refuseGoneBack;\n',
    tests: ['workshop/end-to-end/lost-database'],
  },
];
