export default [
  {
    layer: 'fair share',
    guard: 'a size that is not said is none that may pass',
    find: 'if (sps === undefined) return Infinity;',
    replace: 'if (sps === undefined) continue;',
  },
  {
    layer: 'work on a camera’s bytes',
    guard: 'no more sequence parameter sets of a still are read than there are ids',
    find: 'sets > maxSets ? undefined : parseSps(',
    replace: 'parseSps(',
  },
  {
    layer: 'work on a camera’s bytes',
    guard: 'no more NAL units of a still are looked at than any camera sends',
    find: 'if (units > maxUnits) return Infinity;',
    replace: '',
  },
  {
    layer: 'work on a camera’s bytes',
    guard: 'no sequence parameter set of a still is read beyond its limit',
    find: 'Math.min(at < 0 ? bytes.length : at, from + limits.parameterSetBytes)',
    replace: '(at < 0 ? bytes.length : at)',
  },
];
