export default [
  {
    layer: 'tripwire',
    guard: 'a foreign picture that was stopped for a canary stands in the record',
    find: 'refused: (event) => recorder.refused(event)',
    replace: 'refused: () => undefined',
  },
];
