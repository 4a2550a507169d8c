export default [
  {
    layer: 'limits',
    guard: 'a coding of a body that is not known is refused, whatever it is called',
    find: "if (unpack === undefined) throw new Failure('bad-request', 'the body has an unknown coding');",
    replace: 'if (unpack === undefined) return body;',
    tests: ['./body.test'],
  },
  {
    layer: 'limits',
    guard: 'a body whose sender went away before it is read is not waited for',
    find: 'if (request.destroyed) {',
    replace: 'if (request.destroyed && limit < 0) {',
    tests: ['./body.test'],
  },
];
