export default [
  {
    layer: 'one owner',
    guard: 'pairs of one camera are named at each start',
    find: '  if (conflicts.length > 0) {',
    replace: '  if (conflicts.length < 0) {',
    tests: ['workshop/end-to-end/upgrade'],
  },
  {
    layer: 'pinning',
    guard: 'cameras whose key waits for a word are listed once',
    find: 'isUpgrade ? await createOriginRegister',
    replace: 'isUpgrade !== undefined ? await createOriginRegister',
    tests: ['workshop/end-to-end/upgrade'],
  },
];
