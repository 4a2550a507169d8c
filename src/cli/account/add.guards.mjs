export default [
  {
    layer: 'set-up',
    guard: 'nobody is added to the demo’s data by slip',
    find: 'if (isDemoFolder(folder) === demo) return;',
    replace: 'if (isDemoFolder(folder) || !demo) return;',
    tests: ['./account'],
  },
];
