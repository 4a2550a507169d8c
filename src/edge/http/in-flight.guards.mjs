export default [
  {
    layer: '7 delivery',
    guard: 'what waits behind another answer is cut off with its session',
    find: 'response.req.socket.resetAndDestroy();',
    replace: 'response.socket?.resetAndDestroy();',
  },
  {
    layer: 'revocation',
    guard: 'an answer on its way is cut',
    find: 'session.onEnd(() => resetAll(tracked));',
    replace: 'session.onEnd(() => tracked.clear());',
    tests: ['./media.test'],
  },
  {
    layer: 'revocation',
    guard: 'every answer on its way is cut, not the last one alone',
    find: 'if (other.response.req.socket.destroyed) other.forget();',
    replace: 'other.forget();',
  },
  {
    layer: 'limits',
    guard: 'an answer that is not taken is cut in time',
    find: "setTimeout(() => tracked.cut('not-taken'), limits.timeoutMs)",
    replace: 'setTimeout(() => undefined, limits.timeoutMs)',
  },
  {
    layer: 'limits',
    guard: 'so many answers of a session are on their way',
    find: "if (own.size > limits.perSession) oldest?.cut('too-many');",
    replace: '',
  },
  {
    layer: '7 delivery',
    guard: 'an answer on its way is cut when the lease is over that let it leave',
    find: 'if (!waits.has(session)) awaitLease(session, own);',
    replace: 'void awaitLease;',
  },
  {
    layer: '7 delivery',
    guard: 'the end of a lease is waited for again after another one',
    find: '    clearTimeout(waits.get(session));\n    waits.delete(session);',
    replace: '    clearTimeout(waits.get(session));',
  },
];
