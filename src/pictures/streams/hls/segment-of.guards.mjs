export default [
  {
    layer: 'fresh rights',
    guard: 'a segment is as old as its draft',
    find: 'heardAt: draft.heardAt,',
    replace: 'heardAt: Infinity,',
    tests: ['./packager.test'],
  },
];
