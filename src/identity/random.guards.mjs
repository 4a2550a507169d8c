export default [
  {
    layer: 'limits',
    guard: 'no random bytes are given out a second time',
    find: ' || bytes < 0',
    replace: '',
  },
];
