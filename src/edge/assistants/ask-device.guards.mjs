export default [
  {
    layer: 'revocation',
    guard: 'an assistant’s answer asks again once it has waited',
    find: '    await home.stands(device);\n',
    replace: '',
  },
];
