export default [
  {
    layer: 'limits',
    guard: 'a line of a request for media has the lane of its account',
    find: '    isOfAccount(request, ticket.proof.account);\n',
    replace: '',
    tests: ['./pace'],
  },
  {
    layer: 'limits',
    guard: 'requests of one account for media take turns',
    find: 'const turn = pace.account(ticket.proof.account, request);',
    replace: 'const turn = pace.account(String(Math.random()), request);',
    tests: ['./pace'],
  },
  {
    layer: 'limits',
    guard: 'who comes without a ticket waits for the turn of its network',
    find: 'if (account === undefined && !known.paced) await pace.stranger(request);',
    replace: '',
    tests: ['./pace'],
  },
  {
    layer: 'limits',
    guard: 'no media is made for who has gone',
    find: 'if (turn !== undefined && !(await turn)) return;',
    replace: 'if (turn !== undefined) await turn;',
    tests: ['./pace'],
  },
];
