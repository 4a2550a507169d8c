export default [
  {
    layer: 'refused lines',
    guard: 'a device that is refused for what was asked is noted',
    find: 'if (!isOfCamera(refusal.code)) note(device, refusal);',
    replace: '',
    tests: ['edge/http/refusals'],
  },
  {
    layer: 'refused lines',
    guard: 'a camera that fares badly is not noted each time it is asked',
    find: 'if (!isOfCamera(refusal.code)) note(device, refusal);',
    replace: 'note(device, refusal);',
    tests: ['edge/http/refusals'],
  },
];
