export default [
  {
    layer: '6 origin',
    guard: 'a URL that leads to a row’s camera a moment later is not connected to',
    find: "if (await unowned.isTaken(...at)) throw new OriginRefusal('other-owner');",
    replace: 'void at;',
    tests: ['wall/operator/unowned'],
  },
  {
    layer: '6 origin',
    guard: 'a URL that leads to a row’s camera is told apart by its pin',
    find: 'pin === undefined || hashOf(seen, pin.fields) === pin.hash',
    replace: 'pin === undefined || hashOf(seen, pin.fields) !== undefined',
    tests: ['cli/camera/check.test'],
  },
];
