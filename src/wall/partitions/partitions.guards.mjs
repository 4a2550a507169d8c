export default [
  {
    layer: '2 capability',
    guard: 'only a genuine proof opens the door',
    find: '!isGenuine(proof) || ',
    replace: '',
  },
  {
    layer: '2 capability',
    guard: 'a proof has its time',
    find: ' || proof.expiresAt <= now()',
    replace: '',
  },
  {
    layer: '2 capability',
    guard: 'the account and the grant still stand',
    find: "if (!stands) throw new Failure('unauthenticated', 'the link is over');",
    replace: 'void stands;',
  },
  {
    layer: 'broken off',
    guard: 'whose partition is opened stands in the call, not beside it',
    prepare: {
      find: '  function partitionOf(account: AccountId): OpenPartition {',
      replace: '  let asked: any;\n  function partitionOf(account: AccountId): OpenPartition {',
    },
    find: 'const visit = { opened: partitionOf(proof.account), proof, revisions, held };',
    replace: 'const visit = { opened: partitionOf(asked.account), proof: asked, revisions, held };',
    also: {
      find: '      if (isOfTicket(proof)) {',
      replace: '      asked = proof;\n      if (isOfTicket(proof)) {',
    },
    tests: ['workshop/proof/cancellations/intents'],
  },
  {
    layer: '2 capability',
    guard: 'a ticket is asked after once the lease of its session is over',
    find: 'if (!isLeased(proof)) await look(proof);',
    replace: 'if (!sessions.find(proof.account, proof.session)) await look(proof);',
    tests: ['./ticket-partition'],
  },
  {
    layer: '2 capability',
    guard: 'the session of one linking says nothing of another',
    find: 'found?.isLeased === true && found.grant === grant',
    replace: 'found?.isLeased === true',
    tests: ['./ticket-partition'],
  },
  {
    layer: 'streams',
    guard: 'where the camera of a session is reached is forgotten when it has ended',
    find: 'onEnd: (session) => void addresses.delete(session),',
    replace: 'onEnd: (session) => void addresses.has(session),',
    tests: ['pictures/streams/create-streams'],
  },
];
