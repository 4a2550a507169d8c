export default [
  {
    layer: 'one owner',
    guard: 'the same serial number of another model is named',
    find: 'return [...numbered, ...(await',
    replace: 'return [...numbered.slice(numbered.length), ...(await',
  },
];
