export default [
  {
    layer: '7 delivery',
    guard: 'a session whose lease is over is asked after before it is handed out',
    find: 'else if (found.isLeased) return found;',
    replace: 'else return found;',
    tests: ['./ticket-partition', './session'],
  },
  {
    layer: '7 delivery',
    guard: 'a lease counts from before the map was asked, in a request, too',
    find: '  const lookedAt = momentOf(lease);\n  const reasonToEnd = await validity.reasonToEnd(found);',
    replace:
      '  const reasonToEnd = await validity.reasonToEnd(found);\n  const lookedAt = momentOf(lease);',
    tests: ['./ticket-partition'],
  },
  {
    layer: 'revocation',
    guard: 'a request finds its session only while it stands',
    find: 'if (reasonToEnd !== undefined) {',
    replace: 'if (found.ended) {',
    tests: ['./session', 'edge/http/media.test'],
  },
  {
    layer: 'ticket',
    guard: 'a session is found by the grant that started it',
    find: 'found.grant === proof.grant &&',
    replace: '',
    tests: ['./session'],
  },
  {
    layer: 'ticket',
    guard: 'a ticket’s device is its session’s',
    find: 'found.device === named.device &&',
    replace: '',
    tests: ['./session'],
  },
  {
    layer: 'ticket',
    guard: 'a ticket’s protocol is its session’s',
    find: 'found.device === named.device &&\n    found.protocol === named.protocol;',
    replace: 'found.device === named.device;',
    tests: ['./session'],
  },
  {
    layer: 'record',
    guard: 'what answered stands in the record',
    find: 'if (found.unanswered) await learn(found);\n  else if (',
    replace: 'if (',
    tests: ['./recorder'],
  },
];
