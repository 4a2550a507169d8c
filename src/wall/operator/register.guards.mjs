export default [
  {
    layer: 'opening',
    guard: 'what was opened before does not stand',
    find: 'row?.epoch === stamp.epoch && row.opening === opening',
    replace: 'row?.epoch === stamp.epoch && opening > 0',
  },
  {
    layer: 'opening',
    guard: 'what was opened in another ownership does not stand',
    find: 'row?.epoch === stamp.epoch && row.opening === opening',
    replace: 'row?.opening === opening',
  },
  {
    layer: '5 data',
    guard: 'an owner’s own entry does not end as a share does',
    find: "if (theirs.role === 'owner') {",
    replace: 'if (theirs.role === undefined) {',
  },
];
