export default [
  {
    layer: '7 delivery',
    guard: 'an answer that waits behind another keeps its own bytes',
    find: 'if (response.socket !== null) response.writeContinue();',
    replace: 'response.writeContinue();',
  },
  {
    layer: 'limits',
    guard: 'nothing is done for a connection that was cut',
    find: 'if (!request.socket.destroyed) app(',
    replace: 'app(',
  },
];
