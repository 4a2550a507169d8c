export default [
  {
    layer: 'revocation',
    guard: 'the watch ends what no longer stands',
    find: 'if (reason !== undefined) session.end(reason);',
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
    find: '    expireAll();\n    return reached;',
    replace: '    return reached;',
    tests: ['./watch', './session'],
  },
  {
    layer: 'revocation',
    guard: 'also while a question of the watch is not answered',
    find: 'if (looking !== undefined) expireUnanswered();',
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
    find: 'if (!session.ended) session.revisions = revisions;',
    replace: 'session.revisions = revisions;',
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
    replace: 'session.lease(momentOf(lease));',
  },
  {
    layer: 'streams',
    guard: 'what was answered while the process stood still counts first',
    find: '    setImmediate(() => {\n      if (looking === unanswered) expireAll();\n    });',
    replace: '    if (looking === unanswered) expireAll();',
  },
  {
    layer: 'revocation',
    guard: 'a bridge does not say that it has acted before its sessions have ended',
    find: '      const { revision, each } = await validity.ofAll(running, ask);\n',
    replace:
      '      const { revision, each } = await validity.ofAll(running, ask);\n      if (row !== undefined && looked !== undefined) say(row, looked, new Set(running), lookedAt);\n',
  },
  {
    layer: 'revocation',
    guard: 'a session that began while it was looked is asked about anew',
    find: 'if (!answered.has(session)) session.lookAnew();',
    replace: 'void answered.has(session);',
  },
  {
    layer: 'revocation',
    guard: 'a bridge is heard of also while nobody watches',
    find: 'else if (sessions.size > 0 || row !== undefined) void look();',
    replace: 'else if (sessions.size > 0) void look();',
  },
];
