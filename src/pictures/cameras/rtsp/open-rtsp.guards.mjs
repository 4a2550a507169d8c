export default [
  {
    layer: 'opening',
    guard: 'a slow ONVIF service is waited for until it was asked for a key picture',
    find: 'timeoutMs: keyAskMs }',
    replace: 'timeoutMs: 2_000 }',
    tests: ['pictures/cameras/onvif/sync-point'],
  },
];
