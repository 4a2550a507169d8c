export default [
  {
    layer: 'ticket',
    guard: 'only what was made as a ticket is one',
    find: "const audience = 'casement:live';",
    replace: "const audience = '';",
    tests: ['./tokens'],
  },
  {
    layer: 'ticket',
    guard: 'a remembered ticket is over when its time is',
    find: 'ticket.proof.expiresAt <= now() || ',
    replace: '',
    tests: ['./tokens'],
  },
  {
    layer: 'keys',
    guard: 'a remembered ticket counts only while its key is in force',
    find: ' || keyOf(kid) === undefined',
    replace: '',
    tests: ['./tokens'],
  },
];
