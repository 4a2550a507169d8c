export default [
  {
    layer: 'limits',
    guard: 'a linking under way is the display’s that began it',
    find: "!sameSecret(proof, mac('state', name, cookie)) || over.has(name)",
    replace: 'over.has(name)',
    tests: ['./linking'],
  },
  {
    layer: 'limits',
    guard: 'a linking at the virtual display is finished once',
    find: ' || over.has(name)',
    replace: '',
    tests: ['./linking'],
  },
  {
    layer: 'limits',
    guard: 'an account has so many virtual displays',
    find: 'return own.slice(limits.maxOfAccount - 1);',
    replace: 'return own.slice(1_000);',
    tests: ['./linking'],
  },
];
