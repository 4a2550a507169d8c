export default [
  {
    layer: 'fair share',
    guard: 'a picture that is too large is never handed to ffmpeg',
    find: 'if (codedPixels(picture) > maxPixels) {',
    replace: 'if (codedPixels(picture) === -1) {',
    tests: ['./ffmpeg.test'],
  },
  {
    layer: 'fair share',
    guard: 'ffmpeg opens nothing but its pipes',
    find: ' -protocol_whitelist pipe',
    replace: '',
    tests: ['./ffmpeg.test'],
  },
  {
    layer: 'set-up',
    guard: 'an FFMPEG that is no program is refused',
    find: "throw new Failure('bad-request', `the configuration cannot be used:",
    replace: "void new Failure('bad-request', `the configuration cannot be used:",
    tests: ['./ffmpeg.test'],
  },
];
