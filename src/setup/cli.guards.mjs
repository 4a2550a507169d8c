export default [
  {
    layer: 'set-up',
    guard: 'a command given in another folder has the settings and data of the clone',
    find: 'process.env.CASEMENT_HOME ??= root;',
    replace: '/* */;',
    tests: ['workshop/end-to-end/readme.test'],
  },
];
