export default [
  {
    layer: 'emergency',
    guard: 'what cannot be closed keeps nothing else open',
    find: 'failures.push(error);',
    replace: 'throw error;',
  },
  {
    layer: 'emergency',
    guard: 'who closes the bridge again waits until it is closed',
    find: 'closing ??= closeAll()',
    replace: 'closing === undefined ? closeAll() : closing',
  },
];
