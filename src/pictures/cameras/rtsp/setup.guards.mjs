export default [
  {
    layer: 'forged media',
    guard: 'a camera stays with its transport',
    find: "return bound === undefined ? ['tcp', 'udp'] : [bound];",
    replace: "return bound === undefined || bound === 'tcp' ? ['tcp', 'udp'] : [bound];",
    tests: ['./bound-transport'],
  },
  {
    layer: 'forged media',
    guard: 'media of a camera over TLS does not go in clear',
    find: "if (secure || setting === 'tcp') return ['tcp'];",
    replace: "if (setting === 'tcp') return ['tcp'];",
    tests: ['./transport.test', './bound-transport', './origin'],
  },
  {
    layer: 'forged media',
    guard: 'only a camera that refuses a transport is asked for the other',
    find: 'if (refusals.has(response.status)) return fault;\n    throw fault;',
    replace: 'return fault;',
    tests: ['./transport.test', './bound-transport', './access'],
  },
];
