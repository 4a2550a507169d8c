export default [
  {
    layer: 'checks',
    guard: 'an old key picture is no first one',
    find: 'measure.keys === 0 && ageMs > limits.oldestKeyMs',
    replace: 'measure.keys === -1',
  },
  {
    layer: 'checks',
    guard: 'what ends an open stream fails where packets came',
    find: "stepOf(reason.code, 'bind', secure)",
    replace: 'stepOf(reason.code, undefined, secure)',
  },
];
