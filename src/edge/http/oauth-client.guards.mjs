export default [
  {
    layer: 'limits',
    guard: 'a form of a client is short',
    find: 'await readForm(request, clientFormBytes)',
    replace: 'await readForm(request, clientFormBytes * 64)',
    tests: ['./oauth-token'],
  },
];
