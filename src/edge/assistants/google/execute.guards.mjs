export default [
  {
    layer: 'revocation',
    guard: 'EXECUTE asks again once it has waited',
    find: '      await home.stands(device);\n',
    replace: '',
    tests: ['./late-answer'],
  },
];
