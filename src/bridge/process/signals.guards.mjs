export default [
  {
    layer: 'switch',
    guard: 'the signal is heard',
    find: "process.on('SIGUSR2', (signal) => heed(signal));",
    replace: "process.on('SIGCONT', (signal) => heed(signal));",
    tests: ['workshop/end-to-end/switch'],
  },
  {
    layer: 'emergency',
    guard: 'SIGUSR1 opens no debugger',
    find: "  process.on('SIGUSR1', () => console.error('casement: SIGUSR1 opens no debugger here'));\n",
    replace: '',
    tests: ['workshop/end-to-end/commands'],
  },
  {
    layer: 'emergency',
    guard: 'a bridge that is told to leave while it starts leaves whole',
    find: "  process.on('SIGTERM', leaveOnce);\n",
    replace: '',
    tests: ['workshop/end-to-end/process'],
  },
  {
    layer: 'emergency',
    guard: 'a bridge that is told to leave twice at once leaves whole',
    find: 'performance.now() - askedAt > sameWishMs',
    replace: 'performance.now() - askedAt >= 0',
    tests: ['workshop/end-to-end/process'],
  },
];
