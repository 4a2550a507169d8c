export default [
  {
    layer: 'one connection',
    guard: 'a camera that is open is looked at over the connection that it has',
    find: 'parts.isOpen(address)\n',
    replace: 'parts.isOpen(address) && false\n',
    tests: ['workshop/end-to-end/check.test'],
  },
  {
    layer: 'limits',
    guard: 'one camera is checked once at a time',
    find: 'if (going.has(name))',
    replace: "if (going.has(''))",
    tests: ['workshop/end-to-end/check.test'],
  },
  {
    layer: 'checks',
    guard: 'a URL with another log-in is tried by its own',
    find: 'if (sameLogin(row.stream, address.stream)) return look(row, tell);',
    replace: 'return look(row, tell);',
    tests: ['workshop/end-to-end/check.test'],
  },
  {
    layer: 'checks',
    guard: 'a camera of one connection is not taken from its viewers for another log-in',
    find: "if (row.connections === 1) return { why: 'it takes one connection, which is in use' };",
    replace: '',
    tests: ['workshop/end-to-end/check.test'],
  },
];
