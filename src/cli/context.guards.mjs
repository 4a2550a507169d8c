export default [
  {
    layer: 'set-up',
    guard: 'a command that is given from another folder works on the settings and data of its own',
    find: 'home ? atHome(env, home) : withDotEnv(env, process.cwd())',
    replace: 'withDotEnv(env, process.cwd())',
    tests: ['end-to-end/readme'],
  },
];
