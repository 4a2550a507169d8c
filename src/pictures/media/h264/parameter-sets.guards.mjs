export default [
  {
    layer: 'work on a camera’s bytes',
    guard: 'no more sequence parameter sets of one picture are read than there are ids',
    find: 'read > limits.sequenceParameterSets ? undefined : parseSps(nal);',
    replace: 'parseSps(nal);',
    tests: ['./sps.test'],
  },
];
