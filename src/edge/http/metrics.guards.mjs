export default [
  {
    layer: 'metrics',
    guard: 'a name that was made to lead to this machine reads no metrics',
    find: 'if (!isLoopbackHost(request.headers.host)) return plain(421',
    replace: 'if (request.headers.host === undefined) return plain(421',
  },
];
