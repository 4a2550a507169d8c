export default [
  {
    layer: 'opening',
    guard: 'a name is asked for again while no name server answers and somebody waits',
    find: "  'name-unanswered',\n  'no-route',",
    replace: "  'no-route',",
    tests: ['pictures/cameras/rtsp/origin'],
  },
];
