export default [
  {
    layer: 'server',
    guard: 'what the server says of a connection is not passed on',
    find: '`PostgreSQL: ${code} ${advice[code] ?? message}`',
    replace: '`PostgreSQL: ${code} ${message}`',
  },
  {
    layer: 'server',
    guard: 'an id that is taken and a row that is gone are told alike',
    find: "if (code === '23505' || code === '23503') {",
    replace: "if (code === '23505') {",
    tests: ['./row-security'],
  },
  {
    layer: 'server',
    guard: 'a call that a deadlock was in the way of is made anew',
    find: "return code === '40001' || code === '40P01';",
    replace: "return code === '40001';",
    tests: ['./engine'],
  },
];
