export default [
  {
    layer: 'limits',
    guard: 'a challenge that is too long is none',
    find: 'if (value.length > longestChallenge) return [];',
    replace: '',
    tests: ['./authorizer'],
  },
];
