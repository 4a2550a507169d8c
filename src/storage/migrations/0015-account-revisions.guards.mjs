export default [
  {
    layer: 'revocation',
    guard: 'a change of what an account has raises its revision',
    find: "raise('id = ROW.account')",
    replace: "raise('0')",
    tests: ['storage/sqlite/contract'],
  },
  {
    layer: 'revocation',
    guard: 'a change of a camera concerns all who see it',
    find: "raise(seeing('ROW.id'))",
    replace: "raise('0')",
    tests: ['storage/sqlite/contract'],
  },
  {
    layer: 'revocation',
    guard: 'an entry that goes concerns its account',
    find: 'raise(`id = ROW.account OR ${seeing(',
    replace: 'raise(`id = 0 OR ${seeing(',
    tests: ['storage/sqlite/contract'],
  },
  {
    layer: 'switch',
    guard: 'a suspension is a change of what the operator controls',
    find: "triggersOn('suspensions', 'control', anyChange, control)",
    replace: "triggersOn('suspensions', 'control', [], control)",
    tests: ['storage/sqlite/contract'],
  },
  {
    layer: 'switch',
    guard: 'where a camera leads changes what a suspension of a camera holds for',
    find: "WHEN EXISTS (SELECT 1 FROM suspensions WHERE scope = 'camera')\n  OR",
    replace: 'WHEN',
    tests: ['storage/sqlite/contract'],
  },
  {
    layer: 'limits',
    guard: 'a change of one account has nobody else asked anew',
    find: "['INSERT', 'DELETE'], raise(`id = ROW.account OR ${seeing('ROW.camera')}`)",
    replace: "['INSERT', 'DELETE'], raise('1')",
    tests: ['storage/sqlite/contract'],
  },
];
