export default [
  {
    layer: 'reasons',
    guard: 'no step that went well is told as failed',
    find: "if (wentWell && own === 'describe') return following;",
    replace: '',
    tests: ['pictures/cameras/check-camera'],
  },
];
