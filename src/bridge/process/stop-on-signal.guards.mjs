export default [
  {
    layer: 'emergency',
    guard: 'the signal makes no folder where the data was moved away',
    find: 'if (!isUp) {',
    replace: 'if (!isUp || isUp) {',
    tests: ['workshop/end-to-end/lost-database'],
  },
];
