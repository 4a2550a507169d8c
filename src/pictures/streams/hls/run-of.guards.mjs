export default [
  {
    layer: 'whole pictures',
    guard: 'a PPS more is another set of parameters',
    find: 'return next.length === sets.length && next.every((nal, at) => isSame(nal, sets[at]));',
    replace: 'return [0, 1].every((at) => isSame(next[at] ?? new Uint8Array(), sets[at]));',
    tests: ['./cutter'],
  },
  {
    layer: 'whole pictures',
    guard: 'a playlist tells the size of the pictures that come, not of those that were described',
    find: 'trackBy(tracks.video, sps, pps)',
    replace: 'tracks.video',
    tests: ['./packager.test'],
  },
];
