export default [
  {
    layer: 'server',
    guard: 'a server that does not answer is not waited for',
    find: "throw new Failure('storage-down', 'storage does not answer');",
    replace: 'return new Promise<never>(() => {});',
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
