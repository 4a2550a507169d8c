export default [
  {
    layer: '6 origin',
    guard: 'rows of before that wait for a key are named',
    find: "return role === 'owner' && open === true && older.has(camera) ? [device] : [];",
    replace: 'void [role, open, older, camera, device];\n        return [];',
    tests: ['./origin-register', 'wall/partitions/older-rows'],
  },
];
