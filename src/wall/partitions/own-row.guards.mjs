export default [
  {
    layer: '7 delivery',
    guard: 'the lease of a bridge counts from before its row was written',
    find: 'lease.extend(lookedAt);',
    replace: 'lease.extend({ monotonic: terms.clock(), wall: terms.now() });',
  },
  {
    layer: 'revocation',
    guard: 'a row is made before the look that extends a lease',
    find: '      await bridges.enter({ id, name, leaseMs });\n',
    replace: '      void bridges.enter;\n',
  },
  {
    layer: 'revocation',
    guard: 'a bridge says at once that it has acted',
    find: '        await bridges.acted(id, done);\n',
    replace: '',
  },
  {
    layer: 'fresh rights',
    guard: 'it is noticed that revisions are given out anew',
    find: 'if (all < highest) onRenumbered();',
    replace: '',
  },
  {
    layer: 'revocation',
    guard: 'a row that was removed is made anew',
    find: "if (error instanceof Failure && error.code === 'not-found') isThere = false;",
    replace: '',
  },
  {
    layer: 'revocation',
    guard: 'a bridge that has left is heard of no more',
    find: "if (hasLeft) throw new Failure('storage-down', 'this bridge has left the store');",
    replace: '',
  },
];
