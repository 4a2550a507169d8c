export default [
  {
    layer: 'reasons',
    guard: 'a page is no description without video',
    find: 'if (!/^[ \\t]*[vm]=/m.test(text)) return undefined;',
    replace: '',
    tests: ['pictures/cameras/check-camera'],
  },
  {
    layer: 'limits',
    guard: 'an SDP has no more lines than honest ones',
    find: 'linesOf(text).length > limits.sdpLines',
    replace: 'false',
    tests: ['pictures/cameras/rtsp/read-sdp.test'],
  },
  {
    layer: 'limits',
    guard: 'an SDP has no more streams than honest ones',
    find: 'parts.length > 1 + limits.mediaLines',
    replace: 'false',
    tests: ['pictures/cameras/rtsp/read-sdp.test'],
  },
  {
    layer: 'limits',
    guard: 'a stream has no more payload types than honest ones',
    find: 'first.trim().split(/\\s+/, 3 + limits.payloadTypes)',
    replace: 'first.trim().split(/\\s+/)',
    tests: ['pictures/cameras/rtsp/read-sdp.test'],
  },
];
