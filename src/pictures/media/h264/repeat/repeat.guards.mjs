export default [
  {
    layer: 'work on a camera’s bytes',
    guard: 'a picture of too many macroblocks is not repeated',
    find: 'if (sps.codedPixels > maxPixels) return undefined;',
    replace: '',
  },
];
