export default [
  {
    layer: 'record',
    guard: 'what answered last in a session stands in its last line after a crash, too',
    find: "line.kind === 'answered' && before !== undefined",
    replace: 'before === undefined && line.seq < 0',
    tests: ['./summary'],
  },
  {
    layer: 'record',
    guard: 'a start refuses a record that was cut short',
    find: 'if (found !== undefined && found.seq >= head.seq) {',
    replace: 'if (found !== undefined) {',
    tests: ['./open-audit'],
  },
];
