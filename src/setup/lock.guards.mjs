export default [
  {
    layer: 'builds',
    guard: 'the number of a process that was killed holds nobody up',
    find: ' && holder === nameOf(pid)',
    replace: '',
  },
  {
    layer: 'builds',
    guard: 'a lock that nobody put a name to holds nobody up for long',
    find: 'if (Date.now() - statSync(lock).mtimeMs > namelessMs) rmdirSync(lock);',
    replace: '',
  },
];
