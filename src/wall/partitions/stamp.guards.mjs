export default [
  {
    layer: '7 delivery',
    guard: 'a stamp is camera and ownership epoch',
    find: 'a.camera === b.camera && a.epoch === b.epoch',
    replace: 'a.camera === b.camera',
    tests: ['./session', 'edge/http/media.test'],
  },
];
