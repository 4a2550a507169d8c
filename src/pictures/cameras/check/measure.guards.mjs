export default [
  {
    layer: 'reasons',
    guard: 'how often key pictures come is not learnt from our own connecting anew',
    find: 'if (unit.afresh === true && keys > 0) [pictures, keys, isWhole] = [0, 0, false];',
    replace: '',
    tests: ['./check-open'],
  },
];
