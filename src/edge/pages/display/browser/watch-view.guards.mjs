export default [
  {
    layer: 'display',
    guard: 'of a picture that is gone nothing says “Live”',
    find: "hidden = state !== 'playing' && state !== 'stalled';",
    replace: 'hidden = false;',
    tests: ['edge/pages/display/still.browser'],
  },
];
