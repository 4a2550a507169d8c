export default [
  {
    layer: 'keys',
    guard: 'the tripwire asks with no token of a key that is over',
    find: 'isBelieved(kept.token) &&',
    replace: '',
    tests: ['./canaries'],
  },
];
