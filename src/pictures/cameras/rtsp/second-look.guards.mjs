export default [
  {
    layer: 'one connection',
    guard: 'no second connection is opened to a camera that takes one',
    find: 'isAllowed: !takesOne(address, habits),',
    replace: 'isAllowed: true,',
    tests: ['./one-connection'],
  },
  {
    layer: 'one connection',
    guard: 'the operator’s word is not overruled by what was seen',
    find: 'if (!mayLearn || !looked) return;',
    replace: 'if (!looked) return;',
    tests: ['./one-connection'],
  },
];
