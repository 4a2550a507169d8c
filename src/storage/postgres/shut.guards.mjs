export default [
  {
    layer: 'restore',
    guard: 'nobody comes in where everything was moved away',
    find: 'if (row?.shut !== true) return;',
    replace: 'if (row !== undefined) return;',
    tests: ['./copy-side'],
  },
];
