export default [
  {
    layer: 'forged media',
    guard: 'pictures and reports do not share a channel',
    find: 'theirs[0] === theirs[1] || rtcp.has(theirs[0]) || rtp.has(theirs[1])',
    replace: 'theirs.length < 2',
    tests: ['./transport.test', './hostile'],
  },
  {
    layer: 'forged media',
    guard: 'who was asked for TCP does not send by UDP',
    find: "if (!transport.tcp) throw new RtspFault('no-transport');",
    replace: '',
    tests: ['./transport.test', './hostile'],
  },
];
