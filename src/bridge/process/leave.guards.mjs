export default [
  {
    layer: 'emergency',
    guard: 'a bridge that does not come to its end is not waited for',
    find: '    exit(1);\n',
    replace: '',
  },
];
