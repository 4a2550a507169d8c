export default [
  {
    layer: 'bridge wires',
    guard: 'the bridge caps its connections',
    find: '  capConnections(server, maxConnections, log, isProxied ? clientOf : undefined);\n',
    replace:
      '  void capConnections;\n  void maxConnections;\n  void isProxied;\n  void clientOf;\n',
    tests: ['workshop/end-to-end/bridge-wires'],
  },
  {
    layer: 'bridge wires',
    guard: 'the bridge warns of a private PUBLIC_URL',
    find: 'void warnOfPrivateUrl({',
    replace: 'void (() => undefined)({',
    tests: ['workshop/end-to-end/bridge-wires'],
  },
  {
    layer: 'bridge wires',
    guard: 'the bridge counts what is refused',
    find: 'const onRefused: CountRefusal = (at, code) => metrics.refused(at, code);',
    replace: 'const onRefused: CountRefusal = () => undefined;',
    tests: ['workshop/end-to-end/bridge-wires'],
  },
  {
    layer: 'bridge wires',
    guard: 'the bridge counts intents',
    find: 'asked: (intent) => metrics.asked(intent)',
    replace: 'asked: () => undefined',
    tests: ['workshop/end-to-end/bridge-wires'],
  },
  {
    layer: 'bridge wires',
    guard: 'the bridge tells nothing of what its canaries are refused',
    find: 'refused: onRefused },\n      isCanary,',
    replace: 'refused: onRefused },\n      isCanary: () => false,',
    tests: ['workshop/end-to-end/bridge-wires'],
  },
];
