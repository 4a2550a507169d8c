export default [
  {
    layer: 'keys',
    guard: 'an older key of tokens ends with the longest token',
    find: 'signing: still(keys.signing, longestAccessTokenMs, now)',
    replace: 'signing: keys.signing',
  },
  {
    layer: 'keys',
    guard: 'an older key of tickets ends with the longest ticket',
    find: 'tickets: still(keys.tickets, longestTicketMs, now)',
    replace: 'tickets: keys.tickets',
  },
  {
    layer: 'keys',
    guard: 'the newest sealing key is never dropped',
    find: 'sealing: [newest, ...older.filter(({ kid }) => !dropped.has(kid))]',
    replace: 'sealing: keys.sealing.filter(({ kid }) => !dropped.has(kid)) as KeyFile["sealing"]',
  },
];
