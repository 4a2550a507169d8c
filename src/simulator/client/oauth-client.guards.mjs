export default [
  {
    layer: 'limits',
    guard: 'a limit that a virtual display meets while it refreshes does not unlink it',
    find: '  if (answer.status === 429) throw tooMany();\n',
    replace: '',
    tests: ['./asking'],
  },
];
