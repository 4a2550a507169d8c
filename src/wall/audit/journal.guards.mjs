export default [
  {
    layer: 'restore',
    guard: 'the record never knows a lower revision than before',
    find: 'revision = Math.max(heardOf, revision ?? 0);',
    replace: 'revision = heardOf;',
    tests: ['./older'],
  },
  {
    layer: 'restore',
    guard: 'the record knows the revision although no line is written',
    find: 'if (unanchoredSince === undefined && anchored === revision) return;',
    replace: 'if (unanchoredSince === undefined) return;',
    tests: ['./older'],
  },
  {
    layer: 'limits',
    guard: 'lines of the record that come meanwhile do not keep the anchor from being renewed',
    find: 'for (let left = waiting.length; left > 0; left -= maxInBatch) {',
    replace: 'for (let left = maxInBatch; waiting.length > 0; left = maxInBatch) {',
  },
];
