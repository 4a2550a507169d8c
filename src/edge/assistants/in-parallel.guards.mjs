export default [
  {
    layer: 'limits',
    guard: 'many devices that need no waiting let other requests in between',
    find: '      while (begun >= itemsPerTurn) await (pause ??= nextTurn());\n',
    replace: '',
  },
];
