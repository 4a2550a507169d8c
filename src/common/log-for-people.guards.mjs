export default [
  {
    layer: 'log',
    guard: 'no control character of a camera reaches the terminal',
    find: 'text.replaceAll(controls, (one) =>',
    replace: 'text.replaceAll(/[]/g, (one) =>',
    tests: ['./log.test'],
  },
];
