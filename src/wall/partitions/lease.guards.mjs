export default [
  {
    layer: '7 delivery',
    guard: 'a lease runs out by the monotonic clock',
    find: 'clock() - since.monotonic < ms && ',
    replace: '',
    tests: ['./lease.test', './session'],
  },
  {
    layer: '7 delivery',
    guard: 'a lease runs out by the wall clock, where the monotonic one stood still',
    find: ' && passed < ms',
    replace: '',
    tests: ['./lease.test', './ticket-partition'],
  },
  {
    layer: '7 delivery',
    guard: 'a wall clock that was set back prolongs no lease',
    find: ' && passed >= 0',
    replace: '',
    tests: ['./lease.test', './ticket-partition'],
  },
  {
    layer: '7 delivery',
    guard: 'a tenth of L is left for what is on its way',
    find: 'longestMs * (1 - onTheWay)',
    replace: 'longestMs',
    tests: ['./lease.test'],
  },
  {
    layer: 'revocation',
    guard: 'a session of which nobody could ask ends',
    find: 'return clock() - answeredAt >= ms;',
    replace: 'return clock() < answeredAt;',
    tests: ['./lease.test', './session', './live-session'],
  },
];
