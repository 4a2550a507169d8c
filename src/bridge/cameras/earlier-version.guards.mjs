export default [
  {
    layer: 'pinning',
    guard: 'cameras whose key waits for a word are listed once',
    find: 'isUpgrade ? await createOriginRegister',
    replace: 'isUpgrade !== undefined ? await createOriginRegister',
    tests: ['workshop/end-to-end/upgrade'],
  },
];
