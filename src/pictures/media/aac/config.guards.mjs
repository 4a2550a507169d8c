export default [
  {
    layer: 'limits',
    guard: 'no camera has sound at a rate that nobody hears',
    find: 'rate < slowest || rate > fastest',
    replace: 'rate === 0',
  },
];
