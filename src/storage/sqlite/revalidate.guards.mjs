export default [
  {
    layer: 'revocation',
    guard: 'the revision is read before what is found',
    find: 'return { revision, found: footholds.map(findOne) };',
    replace: 'return { found: footholds.map(findOne), revision: reading.revision() };',
    tests: ['./open'],
  },
  {
    layer: 'revocation',
    guard: 'a session is asked after whenever the store has changed',
    find: "one.revision === revision ? 'unchanged' : footing(one)",
    replace: "one.revision > 0 ? 'unchanged' : footing(one)",
    tests: ['./contract'],
  },
  {
    layer: '7 delivery',
    guard: 'a row that does not open ends those alone that rest on it',
    find: "return 'unreadable';",
    replace: "throw new TypeError('unreadable');",
    tests: ['./open'],
  },
];
