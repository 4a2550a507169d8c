export default [
  {
    layer: 'limits',
    guard: 'who is no client is not told of repeated fields',
    find: '  const client = authenticateClient(call, parts.clients);\n  refuseRepeats(call.form);\n',
    replace:
      '  refuseRepeats(call.form);\n  const client = authenticateClient(call, parts.clients);\n',
    tests: ['edge/http/oauth-token'],
  },
];
