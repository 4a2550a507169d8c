export default [
  {
    layer: 'fresh rights',
    guard: 'a playlist begins with a key picture',
    find: 'if (independent) starts.set(startUs, undefined);',
    replace: 'if (independent || startUs >= 0) starts.set(startUs, undefined);',
  },
  {
    layer: 'fresh rights',
    guard: 'no display begins with a key picture from before',
    find: 'if (one.first.unit.heardAt >= since) starts.set(',
    replace: 'if (since !== 0) starts.set(',
    tests: ['./packager.test'],
  },
];
