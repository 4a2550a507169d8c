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
    find: 'clock() - this.#answeredAt >= ms',
    replace: 'clock() < this.#answeredAt',
    tests: ['./lease.test', './session', './live-session'],
  },
  {
    layer: '7 delivery',
    guard: 'no delivery before the first look',
    find: 'if (since === undefined || since.monotonic < after) return false;',
    replace:
      'if (since === undefined) return true;\n    if (since.monotonic < after) return false;',
    tests: ['./lease.test', './session'],
  },
  {
    layer: '7 delivery',
    guard: 'a slow look takes nothing from a lease of a later one',
    find: 'if (lookedAt.monotonic >= (this.#since?.monotonic ?? -Infinity)) this',
    replace: 'this',
    tests: ['./lease.test', './live-session'],
  },
];
