export default [
  {
    layer: 'pinning',
    guard: 'what an operator should confirm is listed once',
    find: '(await pins.listOnce())',
    replace: '(await pins.list())',
    tests: ['workshop/end-to-end/upgrade'],
  },
];
