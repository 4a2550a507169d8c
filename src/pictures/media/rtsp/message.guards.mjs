export default [
  {
    layer: 'whole pictures',
    guard: 'a line that is no header is passed over',
    find: "if (name === '') continue;",
    replace: "if (name === '') throw new Error('malformed');",
    tests: ['pictures/cameras/rtsp/deviations'],
  },
  {
    layer: 'limits',
    guard: 'two lengths of one body are none',
    find: 'return agreed && /^',
    replace: 'return /^',
    tests: ['pictures/cameras/rtsp/framing'],
  },
];
