export default [
  {
    layer: 'keys',
    guard: 'what an earlier version hashed places with is kept',
    find: 'sealing.at(-1) ?? newest',
    replace: 'newest',
    tests: ['./key-file'],
  },
];
