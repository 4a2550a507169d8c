export default [
  {
    layer: 'one owner',
    guard: 'the same serial number of another model is named',
    find: 'const marks = [...keys, ...numbered,',
    replace: 'const marks = [...keys, ...numbered.slice(numbered.length),',
  },
];
