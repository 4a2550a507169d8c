export default [
  {
    layer: '6 origin',
    guard: 'an ONVIF service is recognised at its origin',
    find: 'guard.recognised();',
    replace: '',
  },
  {
    layer: 'pinning',
    guard: 'a camera whose ONVIF service does not answer is not played',
    find: 'throw error;',
    replace: 'return {};',
    tests: ['pictures/cameras/rtsp/recognition'],
  },
  {
    layer: '6 origin',
    guard: 'a camera whose ONVIF service cannot be bound is not played',
    find: 'await guard.bind();',
    replace: 'await guard.bind().catch(() => undefined);',
    tests: ['./device-unbound'],
  },
  {
    layer: 'reasons',
    guard: 'an ONVIF service is not blamed where whoever asked has given up',
    find: "if (!signal.aborted) note?.(address, 'onvif', reason);",
    replace: "note?.(address, 'onvif', reason);",
  },
];
