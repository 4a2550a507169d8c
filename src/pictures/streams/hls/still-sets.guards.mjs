export default [
  {
    layer: '7 delivery',
    guard: 'another camera’s picture does not stand still either',
    find: '{ stamp, count: fitting }',
    replace: '{ stamp: first.unit.stamp, count: fitting }',
    tests: ['./packager.test'],
  },
  {
    layer: 'bytes',
    guard: 'pictures that stand still have an end in bytes',
    find: 'while (sets.length > 1 && bytes() > maxBytes) {',
    replace: 'while (sets.length > 1 && bytes() > Infinity + maxBytes) {',
  },
  {
    layer: 'bytes',
    guard: 'pictures that stand still go when no playlist lists them any more',
    find: 'now() - listedAt < keptMs',
    replace: 'now() - listedAt < Infinity * keptMs',
  },
  {
    layer: 'RFC 8216',
    guard: 'a picture that stands still is there while a playlist lists it',
    find: 'if (set !== undefined) set.listedAt = now();',
    replace: '',
  },
];
