export default [
  {
    layer: 'clocks',
    guard: 'one stall is no wrong clock',
    find: 'this.factor = agree && ',
    replace: 'this.factor = ',
    tests: ['./timeline'],
  },
];
