export default [
  {
    layer: '6 origin',
    guard: 'what a camera names counts by its path',
    find: 'return `${origin}${path}`;',
    replace: "return path === '' ? origin : inner;",
  },
];
