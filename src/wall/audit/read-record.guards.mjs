export default [
  {
    layer: 'record',
    guard: 'the anchor tells a missing end',
    find: 'if (seq > (last?.seq ?? 0)) {',
    replace: 'if (seq < 0) {',
    tests: ['./tampering'],
  },
  {
    layer: 'record',
    guard: 'a missing beginning is told, unless the chain says it was dropped',
    find: 'if (first !== undefined && first.seq > kept) {',
    replace: 'if (first !== undefined && first.seq > kept && lines === 0) {',
    tests: ['./tampering'],
  },
];
