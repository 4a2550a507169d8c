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
    find: 'store.operator.history.entriesOf(part, 0, Math.max(until, Date.now()))',
    replace: 'store.operator.history.entriesOf(part, until, until)',
    tests: ['workshop/end-to-end/exposure'],
  },
];
