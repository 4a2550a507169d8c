export default [
  {
    layer: 'alarm',
    guard: 'a trip’s alarm leaves the bridge',
    find: 'reportTrip: (reason) => outlet.trip(reason),',
    replace: 'reportTrip: () => undefined,',
    tests: ['tripwire/wires'],
  },
];
