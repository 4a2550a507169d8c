export default [
  {
    layer: 'fair share',
    guard: 'a size that is hidden by cropping counts',
    find: 'codedPixels: widthMbs * heightMbs * 256,',
    replace: 'codedPixels: width * height,',
    tests: ['pictures/media/h264/coded-pixels'],
  },
  {
    layer: 'work on a camera’s bytes',
    guard: 'no frame has more macroblocks than any level',
    find: 'if (widthMbs * heightMbs > largestFrame) return undefined;',
    replace: '',
    tests: ['./sps.test'],
  },
  {
    layer: 'work on a camera’s bytes',
    guard: 'no frame is longer in one way than any level allows',
    find: 'if (Math.max(widthMbs, heightMbs) > longestSide) return undefined;',
    replace: '',
    tests: ['./sps.test'],
  },
];
