export default [
  {
    layer: 'limits',
    guard: 'a proxy that names ports makes nobody many',
    find: ".replace(withPort, '$1$2')",
    replace: '',
  },
];
