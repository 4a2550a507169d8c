export default [
  {
    layer: 'restore',
    guard: 'nobody comes in where everything was moved away',
    find: 'if (row?.shut !== true) return;',
    replace: 'if (row !== undefined) return;',
    tests: ['./copy-side'],
  },
  {
    layer: 'restore',
    guard: 'nothing is moved that somebody would use all the same',
    find: '  if (found.length === 0) return;\n',
    replace: '  if (found.length >= 0) return;\n',
    tests: ['./copy-side'],
  },
];
