export default [
  {
    layer: 'fresh rights',
    guard: 'a picture that stands still is as old as it is',
    find: 'heardAt: key.heardAt,',
    replace: 'heardAt: Infinity,',
    tests: ['./packager.test'],
  },
  {
    layer: 'tripwire',
    guard: 'a picture that stands still bears its camera’s mark as often as it is shown',
    find: 'nals: [...said, nal]',
    replace: 'nals: [...said.slice(0, 0), nal]',
  },
];
