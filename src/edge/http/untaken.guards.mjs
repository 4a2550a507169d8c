export default [
  {
    layer: 'limits',
    guard: 'what waited behind another answer on a connection that is gone counts no more',
    find: 'if (response.socket === null) ',
    replace: 'if (response.socket === undefined) ',
  },
  {
    layer: 'limits',
    guard: 'what waited behind another answer leaves nothing behind on a connection that stays',
    find: "response.once('close', () => works.delete(work));",
    replace: '',
  },
  {
    layer: 'limits',
    guard: 'what was made for a display that has gone meanwhile counts nothing',
    find: 'if (response.req.socket.destroyed) return;',
    replace: '',
  },
  {
    layer: 'limits',
    guard: 'what one account leaves untaken is bounded',
    find: 'while (share.bytes > limits.ofOne && share.answers.size > 1)',
    replace: 'while (share.bytes < 0)',
  },
  {
    layer: 'limits',
    guard: 'what all leave untaken is bounded',
    find: 'while (inAll > limits.inAll) {',
    replace: 'while (inAll < 0) {',
  },
];
