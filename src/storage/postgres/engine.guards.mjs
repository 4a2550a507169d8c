export default [
  {
    layer: 'server',
    guard: 'a server that does not answer is told as a failure, and not as no rows',
    find: 'reject(unanswered());',
    replace: '_resolve([] as never);',
  },
  {
    layer: 'server',
    guard: 'a connection from which nothing comes is left',
    find: '    client = connect();\n    void silent.end',
    replace: '    void silent.end',
  },
  {
    layer: 'server',
    guard: 'a call that another one was in the way of is made anew',
    find: 'if (!isPassing(error) || performance.now()',
    replace: 'if (isPassing(error) || performance.now()',
  },
];
