export default [
  {
    layer: 'limits',
    guard: 'of one message of a display so many lost packets are read',
    find: 'item + 4 <= end && missing.length < maxMissing;',
    replace: 'item + 4 <= end;',
    tests: ['pictures/streams/webrtc/pump', './feedback'],
  },
];
