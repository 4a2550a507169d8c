export default [
  {
    layer: 'emergency',
    guard: 'who takes a camera over as it is added is told whether the bridge has acted',
    find: 'options.takeOver === true ? act : withData',
    replace: 'act.length === 0 ? act : withData',
    tests: ['./one-owner'],
  },
];
