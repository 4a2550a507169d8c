export default [
  {
    layer: 'record',
    guard: 'whose a slip was is told where nobody had the camera then',
    find: 'return during.length === 0 ? all : during;',
    replace: 'return during;',
    tests: ['./exposure'],
  },
];
