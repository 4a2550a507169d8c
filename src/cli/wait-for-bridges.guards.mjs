export default [
  {
    layer: 'revocation',
    guard: 'what a bridge acted on before is no word',
    find: 'if (found.acted.taken >= taken) return acted;',
    replace: 'if (found.acted.taken >= 0) return acted;',
  },
  {
    layer: 'revocation',
    guard: 'a bridge that is heard of has a lease, whatever the clock of the server says',
    find: ' && now - heardAt >= quietMs',
    replace: '',
  },
  {
    layer: 'revocation',
    guard: 'a bridge is waited for until its lease is over',
    find: 'row.leftMs < -marginMs && ',
    replace: '',
  },
  {
    layer: 'revocation',
    guard: 'a bridge that is heard of anew is waited for anew',
    find: 'if (found.beat !== one.row.beat) one.heardAt = now;',
    replace: '',
  },
  {
    layer: 'emergency',
    guard: 'a bridge that does not act is told of',
    find: '? unheard : undefined',
    replace: '? over : undefined',
  },
];
