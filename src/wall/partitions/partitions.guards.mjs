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
    find: 'const visit = { opened: partitionOf(proof.account), proof, revision, held };',
    replace: 'const visit = { opened: partitionOf(asked.account), proof: asked, revision, held };',
    also: {
      find: '      // Asked every time, and before anything is opened: a stranger costs no memory.',
      replace: '      asked = proof;',
    },
    tests: ['workshop/proof/cancellations/intents'],
  },
  {
    layer: 'streams',
    guard: 'where the camera of a session is reached is forgotten when it has ended',
    find: 'onEnd: (session) => void addresses.delete(session),',
    replace: 'onEnd: (session) => void addresses.has(session),',
    tests: ['pictures/streams/create-streams'],
  },
];
