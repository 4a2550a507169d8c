const tests = ['storage/postgres/row-security'];
export default [
  {
    layer: '5 data',
    guard: 'a tenant’s function speaks for the account that it is given',
    find: "'PERFORM casement.speak_for(_account);'",
    replace: "''",
    tests,
  },
  {
    layer: '5 data',
    guard: 'what the commands alone may call is refused to a bridge',
    find: "...(by === 'bridge' ? ['casement_bridge'] : []),",
    replace: "...(by === undefined ? [] : ['casement_bridge']),",
    tests,
  },
  {
    layer: '5 data',
    guard: 'an operation belongs to the role that sees no more than it should',
    find: 'OWNER TO casement_${as};',
    replace: "OWNER TO casement_${as === 'tenant' ? 'operations' : as};",
    tests,
  },
];
