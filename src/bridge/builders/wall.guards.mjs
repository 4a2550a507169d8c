export default [
  {
    layer: 'tripwire',
    guard: 'canaries are left out of the record',
    find: '(facts) => guard()?.isOwn(facts) ?? false',
    replace: '() => false',
    tests: ['workshop/end-to-end/tripwire'],
  },
  {
    layer: 'record',
    guard: 'the bridge records who was shown what',
    find: 'record ?? noRecord,',
    replace: 'noRecord,',
    tests: ['workshop/end-to-end/exposure'],
  },
];
