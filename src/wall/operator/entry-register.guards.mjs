export default [
  {
    layer: '5 data',
    guard: 'an owner’s own entry does not end as a share does',
    find: "if (theirs.role === 'owner') {",
    replace: 'if (theirs.role === undefined) {',
    tests: ['./register'],
  },
];
