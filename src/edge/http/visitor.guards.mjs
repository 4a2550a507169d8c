export default [
  {
    layer: 'limits',
    guard: 'a line of a page has the lane of whoever is signed in',
    find: '    isOfAccount(request, proof.account);\n',
    replace: '',
    tests: ['./oauth-authorize'],
  },
];
