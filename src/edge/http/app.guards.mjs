export default [
  {
    layer: 'bridge wires',
    guard: 'the app warns of a proxy that was not declared',
    find: '    warn(request);\n',
    replace: '',
    tests: ['workshop/end-to-end/bridge-wires'],
  },
  {
    layer: 'limits',
    guard: 'a proxy that the bridge was not told of is warned of',
    find: '    warn(request);\n',
    replace: '',
    tests: ['./app.test'],
  },
  {
    layer: 'limits',
    guard: 'who is not known at the other routes waits for the turn of its network',
    find: '  app.use(createPace(parts.pace).strangers);\n',
    replace: '',
    tests: ['./pace'],
  },
];
