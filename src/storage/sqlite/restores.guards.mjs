export default [
  {
    layer: 'restore',
    guard: 'a restore believes no account',
    find: 'distrustAll.run().changes;',
    replace: '(void distrustAll, 2);',
    tests: ['./contract'],
  },
  {
    layer: 'restore',
    guard: 'a restore ends every sign-in',
    find: 'endSignIns.run().changes;',
    replace: '(void endSignIns, 1);',
    tests: ['./contract'],
  },
  {
    layer: 'restore',
    guard: 'a restore ends every linking',
    find: 'revokeAll.run(now()).changes;',
    replace: '(void [revokeAll, now], 1);',
    tests: ['./contract'],
  },
  {
    layer: 'restore',
    guard: 'a restore ends every share',
    find: 'endShares.run().changes;',
    replace: '(void endShares, 1);',
    tests: ['./contract'],
  },
  {
    layer: 'restore',
    guard: 'a restore forgets every take-over that has not happened yet',
    find: 'forgetWords.run().changes;',
    replace: '(void forgetWords, 1);',
    tests: ['./contract'],
  },
  {
    layer: 'restore',
    guard: 'after a restore the revision is higher than any that was known',
    find: 'max(value, ?) + 1',
    replace: 'max(value, ? * 0) + 1',
    tests: ['./contract'],
  },
];
