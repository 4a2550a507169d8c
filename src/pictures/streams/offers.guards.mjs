export default [
  {
    layer: 'limits',
    guard: 'connections are made in turn, one account after another',
    find: 'return gate.run(key, () => connect(request));',
    replace: 'return connect(request);',
    tests: ['./offers', './create-streams'],
  },
  {
    layer: 'limits',
    guard: 'so many connections are made for an account in a minute',
    find: '    await count(key);\n',
    replace: '',
  },
];
