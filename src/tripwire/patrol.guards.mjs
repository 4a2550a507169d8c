export default [
  {
    layer: 'tripwire',
    guard: 'a round that gets stuck is not the last one',
    find: 'await Promise.race([made, stuck]);',
    replace: 'await made;',
  },
  {
    layer: 'tripwire',
    guard: 'a foreign picture in a round trips',
    find: 'wire.trip(error.reason);',
    replace: 'void wire;',
  },
];
