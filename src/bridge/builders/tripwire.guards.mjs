export default [
  {
    layer: 'alarm',
    guard: 'a trip’s alarm leaves the bridge',
    find: 'tellTrip: (reason) => outlet.trip(reason),',
    replace: 'tellTrip: () => undefined,',
    tests: ['tripwire/wires'],
  },
];
