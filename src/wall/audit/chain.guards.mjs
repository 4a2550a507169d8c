export default [
  {
    layer: 'record',
    guard: 'a line is bound to the one before it',
    find: '.update(`${before}\\n`)',
    replace: '.update(`${before.slice(0, 0)}\\n`)',
    tests: ['./tampering'],
  },
];
