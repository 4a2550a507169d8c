export default [
  {
    layer: 'tripwire',
    guard: 'a trip stops delivery',
    find: 'emergencyStop(`tripwire: ${reason}`).then',
    replace: 'Promise.resolve(emergencyStop.name).then',
    tests: ['./trip.test'],
  },
  {
    layer: 'tripwire',
    guard: 'a trip holds until it is written down',
    find: 'emergencyStop(`tripwire: ${reason}`).then(askAgain, () => undefined);',
    replace: 'void emergencyStop(`tripwire: ${reason}`);\n      askAgain();',
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
