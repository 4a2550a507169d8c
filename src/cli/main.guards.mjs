export default [
  {
    layer: 'set-up',
    guard: 'a command that is given from another folder works on the settings and data of its own',
    find: 'home ? atHome(process.env, home) : withDotEnv(process.env, process.cwd())',
    replace: 'withDotEnv(process.env, process.cwd())',
    tests: ['end-to-end/readme'],
  },
];
