export default [
  {
    layer: '6 origin',
    guard: 'a URL that leads to a row’s camera is held to the origin of that row',
    find: 'bound: row?.origin,',
    replace: 'bound: undefined,',
    tests: ['cli/camera/check.test'],
  },
  {
    layer: '6 origin',
    guard: 'a URL that leads to a row’s camera a moment later is not connected to',
    find: "if (others.some(({ camera }) => !own.has(camera))) throw new OriginRefusal('other-owner');",
    replace: 'void others;',
  },
  {
    layer: '6 origin',
    guard: 'a URL that leads to a row’s camera is told apart by its pin',
    find: 'pin === undefined || hashOf(seen, pin.fields) === pin.hash',
    replace: 'pin === undefined || hashOf(seen, pin.fields) !== undefined',
    tests: ['cli/camera/check.test'],
  },
];
