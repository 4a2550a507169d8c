export default [
  {
    layer: 'tripwire',
    guard: 'signalling refuses the neighbour’s bearer',
    find: 'if (status < 300) throw',
    replace: 'if (status < 100) throw',
    tests: ['./tripwire.test'],
  },
];
