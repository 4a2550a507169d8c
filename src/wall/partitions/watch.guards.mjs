export default [
  {
    layer: 'revocation',
    guard: 'the watch ends what no longer stands',
    find: 'if (reasonToEnd !== undefined) session.end(reasonToEnd);',
    replace: '',
    tests: ['./session'],
  },
  {
    layer: 'record',
    guard: 'nothing goes on being shown while what answers cannot be learnt',
    find: 'await learn(session);',
    replace: '',
  },
  {
    layer: 'revocation',
    guard: 'who asks whether all still stand is not told of a look that began before',
    find: 'if (looking === undefined) return begin();',
    replace: 'if (queued === undefined) return looking ?? begin();',
  },
  {
    layer: 'revocation',
    guard: 'the watch ends whose time is up',
    find: 'for (const session of sessions.all()) session.expire();',
    replace: '',
    tests: ['./watch', './session'],
  },
  {
    layer: 'revocation',
    guard: 'also while a question of the watch is not answered',
    find: 'if (looking !== undefined) expireAll();',
    replace: 'if (looking !== undefined) return;',
  },
  {
    layer: 'record',
    guard: 'what answers for one camera is not learnt twice at a time',
    find: ' || learning.has(session)',
    replace: '',
  },
  {
    layer: '7 delivery',
    guard: 'no look waits for what answers for one camera',
    find: 'for (const session of running) beginToLearn(session);',
    replace: 'for (const session of running) await learnOf(session);',
  },
  {
    layer: 'revocation',
    guard: 'a session that does not stand is not noted as one that did',
    find: 'if (!session.ended) session.revision = revision;',
    replace: 'session.revision = revision;',
  },
  {
    layer: '7 delivery',
    guard: 'what is wrong with what answers for a session ends it',
    find: "if (!(error instanceof Failure && error.code === 'storage-down')) session.end('unverifiable');",
    replace: '',
  },
  {
    layer: 'revocation',
    guard: 'a lease counts from before the store was asked',
    find: 'session.lease(lookedAt);',
    replace: 'session.lease(clock());',
  },
];
