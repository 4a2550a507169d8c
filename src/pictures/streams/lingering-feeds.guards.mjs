export default [
  {
    layer: 'opening',
    guard: 'what lingers is closed once its row was changed',
    find: 'if (!(await stands(entry.address))) endLinger(entry);',
    replace: 'await stands(entry.address);',
    tests: ['./feeds.test'],
  },
  {
    layer: 'limits',
    guard: 'so many cameras of one account linger',
    find: 'ofLane.length > maxLingering',
    replace: 'ofLane.length > 1_000',
    tests: ['./feeds.test'],
  },
];
