export default [
  {
    layer: '6 origin',
    guard: 'who asks for another log-in while it plays is let go of',
    find: 'if (error instanceof OriginRefusal) lost(error.reason);',
    replace: 'void OriginRefusal; void error;',
    tests: ['./origin'],
  },
];
