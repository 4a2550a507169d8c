export default [
  {
    layer: 'limits',
    guard: 'that a camera shows nothing is told, however many go off',
    find: '      [boundAlready]: true,\n',
    replace: '',
  },
];
