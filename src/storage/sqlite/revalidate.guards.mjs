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
    find: 'before.all === revisions.all ||',
    replace: 'before.all > 0 ||',
    tests: ['./contract'],
  },
  {
    layer: 'revocation',
    guard: 'a session is asked after where its account has changed',
    find: 'revisionOf(account) === before.account',
    replace: 'before.account > 0',
    tests: ['./contract'],
  },
  {
    layer: 'revocation',
    guard: 'an account that is gone is not unchanged',
    find: 'ofAccount.get(account)?.revision);',
    replace: 'ofAccount.get(account)?.revision ?? 0);',
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
