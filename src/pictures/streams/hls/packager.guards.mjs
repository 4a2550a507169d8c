export default [
  {
    layer: 'streams',
    guard: 'a packager goes on for as long as somebody asks',
    find: '    clearTimeout(idle);\n    idle = setTimeout',
    replace: '    idle = setTimeout',
    tests: ['./packager.test'],
  },
  {
    layer: 'fresh rights',
    guard: 'no segment from before is given by its name',
    find: ' || found.heardAt < since',
    replace: '',
    tests: ['./packager.test'],
  },
  {
    layer: 'whole pictures',
    guard: 'after a long pause a picture stands still until there is enough in hand again',
    find: 'onPause: beginAnewAfter,',
    replace: 'onPause: () => undefined,',
    tests: ['./packager.test'],
  },
  {
    layer: '7 delivery',
    guard: 'a window that stands still is no live picture',
    find: 'if (now() - newestAt > staleMs) {',
    replace: 'if (now() - newestAt > Infinity + staleMs) {',
    tests: ['./packager.test'],
  },
  {
    layer: '7 delivery',
    guard: 'nor is what was begun before it stood still',
    find: '        intake.letGo();\n',
    replace: '',
    tests: ['./numbers'],
  },
  {
    layer: 'bytes',
    guard: 'what is packaged of a camera counts for who holds it',
    find: '() => feed.lane?.()',
    replace: '() => undefined',
    tests: ['./numbers'],
  },
];
