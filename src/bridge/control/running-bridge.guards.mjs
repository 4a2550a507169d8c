export default [
  {
    layer: 'emergency',
    guard: 'a bridge that is leaving is waited for',
    find: 'other.leaving !== true && ',
    replace: '',
  },
  {
    layer: 'builds',
    guard: 'a socket’s folder is removed only where no bridge lives that made it',
    find: 'if (isAnother(pid) || ',
    replace: 'if ((void isAnother, pid === 0) || ',
  },
  {
    layer: 'builds',
    guard: 'the folder of the socket of a bridge that was killed is removed',
    find: '  if (before !== undefined) clearAfter(before);\n',
    replace: '  void [before, clearAfter];\n',
  },
];
