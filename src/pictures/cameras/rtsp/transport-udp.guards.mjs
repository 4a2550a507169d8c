export default [
  {
    layer: 'forged media',
    guard: 'a packet from another address is not taken',
    find: 'from.address !== ends.peer.address || ',
    replace: '',
  },
  {
    layer: 'forged media',
    guard: 'a packet from another port is not taken',
    find: ' || from.port !== theirs',
    replace: '',
  },
  {
    layer: 'forged media',
    guard: 'the system drops what is not the camera’s',
    find: 'await connect(socket, theirs, ends.peer.address);',
    replace: 'void connect;',
    tests: ['./forgery'],
  },
  {
    layer: 'forged media',
    guard: 'media goes between the addresses of the RTSP connection',
    find: 'socket.bind(port, local, ',
    replace: 'socket.bind(port, local.slice(0, 0), ',
  },
  {
    layer: 'forged media',
    guard: 'a camera says from where it sends',
    find: "if (serverPort === undefined) throw new RtspFault('no-server-port');",
    replace: 'if (serverPort === undefined) return;',
  },
  {
    layer: 'forged media',
    guard: 'the announced sender is known',
    find: 'if (ssrc !== undefined) sink.announced(ssrc);',
    replace: 'void ssrc;',
  },
];
