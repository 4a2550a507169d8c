export default [
  {
    layer: 'keys',
    guard: 'where a database exists, no key file is made',
    find: 'if (existsSync(database) && !existsSync(file)) {',
    replace: 'if (false) {',
  },
];
