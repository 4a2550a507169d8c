export default [
  {
    layer: 'emergency',
    guard: 'beside a long folder only its owner may enter the socket’s',
    find: 'chmodSync(dirname(path), 0o700);',
    replace: 'chmodSync(dirname(path), 0o755);',
    tests: ['./control'],
  },
  {
    layer: 'emergency',
    guard: 'a name that a socket cannot have is not given to one',
    find: 'const longest = 107;',
    replace: 'const longest = 1_000;',
    tests: ['./control'],
  },
  {
    layer: 'emergency',
    guard: 'the bridge of another folder is not asked',
    find: 'basename(noted) === ownName && fits(beside)',
    replace: 'basename(noted) === beside',
    tests: ['./control', 'cli/act'],
  },
];
