export default [
  {
    layer: 'tripwire',
    guard: 'a trip stops delivery',
    find: 'halt(`tripwire: ${reason}`).then',
    replace: 'Promise.resolve(halt.name).then',
    tests: ['./trip.test'],
  },
  {
    layer: 'tripwire',
    guard: 'a trip holds until it is written down',
    find: 'halt(`tripwire: ${reason}`).then(askAgain, () => undefined);',
    replace: 'void halt(`tripwire: ${reason}`);\n      askAgain();',
    tests: ['./trip.test'],
  },
  {
    layer: 'tripwire',
    guard: 'a store that cannot be asked resumes nothing',
    find: '(still ? askAgain() : reset()), askAgain)',
    replace: '(still ? askAgain() : reset()), reset)',
    tests: ['./trip.test'],
  },
];
