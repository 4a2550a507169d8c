export default [
  {
    layer: 'opening',
    guard: 'a camera that breaks off at its audio is played without',
    find: 'const { isSpared } = habits.audioBreaks;',
    replace: 'const isSpared = false;',
    tests: ['./deviations'],
  },
  {
    layer: 'opening',
    guard: 'so is one that says what is no RTSP at its audio',
    find: '&& !connection.ended) return error;',
    replace: ') return error;',
    tests: ['./deviations'],
  },
];
