export default [
  {
    layer: 'revocation',
    guard: 'the revision is read before what is found',
    find: 'return { revisions, found: footholds.map(findOne) };',
    replace: 'return { found: footholds.map(findOne), revisions: looks.common() };',
    tests: ['./open'],
  },
  {
    layer: 'revocation',
    guard: 'a session is asked after whenever the store has changed',
    find: "one.revisions.all === revisions.all ? 'unchanged' : footing(one)",
    replace: "one.revisions.all > 0 ? 'unchanged' : footing(one)",
    tests: ['./contract'],
  },
  {
    layer: 'revocation',
    guard: 'a session is asked after where its account has changed',
    find: 'revision === before.account',
    replace: 'before.account > 0',
    tests: ['./contract'],
  },
  {
    layer: 'revocation',
    guard: 'an account that is gone is not unchanged',
    find: 'revision !== 0 && ',
    replace: '',
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
