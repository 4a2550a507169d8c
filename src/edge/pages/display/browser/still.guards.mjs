export default [
  {
    layer: 'display',
    guard: 'a display asks of a picture that stands still whether it is over',
    find: "if (is.status === 'fulfilled' && !is.value) return onEnd('streamUnavailable', why);",
    replace: '',
    tests: ['edge/pages/display/still.browser'],
  },
];
