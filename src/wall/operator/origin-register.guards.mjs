export default [
  {
    layer: '6 origin',
    guard: 'rows of before that wait for a key are named',
    find: 'found.push(...owners.filter(isOpen).map(({ device }) => device));',
    replace: 'void [found, isOpen];',
    tests: ['./origin-register', 'wall/partitions/older-rows'],
  },
];
