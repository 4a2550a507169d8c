export default [
  {
    layer: '6 origin',
    guard: 'only a chain that was checked vouches for a key',
    find: 'vouched: socket.authorized',
    replace: 'vouched: socket.encrypted',
    tests: ['pictures/cameras/rtsp/origin', 'pictures/streams/stills/origin'],
  },
];
