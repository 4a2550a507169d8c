export default [
  {
    layer: 'opening',
    guard: 'what was opened before does not stand',
    find: 'row?.epoch === stamp.epoch && row.opening === opening',
    replace: 'row?.epoch === stamp.epoch && opening > 0',
    tests: ['./register'],
  },
  {
    layer: 'opening',
    guard: 'what was opened in another ownership does not stand',
    find: 'row?.epoch === stamp.epoch && row.opening === opening',
    replace: 'row?.opening === opening',
    tests: ['./register'],
  },
];
