export default [
  {
    layer: 'revocation',
    guard: 'an assistant’s answer asks again once it has waited',
    find: '      await partition.stands(device);\n',
    replace: '',
  },
];
