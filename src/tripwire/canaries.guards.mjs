export default [
  {
    layer: 'one owner',
    guard: 'canaries are where no canary was',
    find: 'const path = `/${newSecret()}`;',
    replace: "const path = '/window';",
  },
];
