export default [
  {
    layer: 'restore',
    guard: 'what is there is what was read',
    find: 'if (there.count !== read.count || there.sum !== read.sum) {',
    replace: 'if (there.count < 0) {',
  },
];
