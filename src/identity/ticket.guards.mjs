export default [
  {
    layer: 'ticket',
    guard: 'only what was made as a ticket is one',
    find: "const audience = 'casement:live';",
    replace: "const audience = '';",
    tests: ['./tokens'],
  },
];
