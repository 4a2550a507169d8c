export default [
  {
    layer: 'limits',
    guard: 'a stream that plays gives way last',
    find: 'return isPlaying(session, now) ? 3 : 1;',
    replace: 'return 1;',
    tests: ['./sessions.test'],
  },
];
