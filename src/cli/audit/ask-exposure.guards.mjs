export default [
  {
    layer: 'record',
    guard: 'exposure lists canaries only where it is asked to',
    find: '!isCanaryEmail(owner.email)',
    replace: 'isCanaryEmail(owner.email) === isCanaryEmail(owner.email)',
    tests: ['./audit'],
  },
  {
    layer: 'record',
    guard: 'a slip names who had the camera at any other time',
    find: 'store.operator.history.entries(0, Math.max(window.until, Date.now()))',
    replace: 'store.operator.history.entries(window.since, window.until)',
    tests: ['workshop/end-to-end/exposure'],
  },
];
