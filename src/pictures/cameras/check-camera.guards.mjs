export default [
  {
    layer: '6 origin',
    guard: 'a camera that is tried is asked for its serial number, too',
    find: 'return () => asking.same;',
    replace: 'return async () => true;',
  },
  {
    layer: '6 origin',
    guard: 'a still that is tried is bound only beside the serial number',
    find: 'isSame && (asking === undefined || (await asking.same))',
    replace: 'isSame',
  },
  {
    layer: '6 origin',
    guard: 'a still that is tried is held to its own origin',
    find: "guardOrigin(address, 'still')",
    replace: "guardOrigin(address, 'stream')",
  },
  {
    layer: '6 origin',
    guard: 'a still is tried, too',
    find: '      checkStill(),\n',
    replace: '      undefined as ReturnType<typeof checkStill>,\n',
    tests: ['./check-camera', 'cli/camera/try-camera'],
  },
];
