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
  {
    layer: 'one owner',
    guard: 'pairs of one camera are named at each start',
    find: '  if (conflicts.length > 0) {',
    replace: '  if (conflicts.length < 0) {',
    tests: ['workshop/end-to-end/upgrade'],
  },
];
