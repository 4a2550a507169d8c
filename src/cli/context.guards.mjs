export default [
  {
    layer: 'set-up',
    guard: 'a command that is given from another folder works on the settings and data of its own',
    find: 'home ? atHome(env, home) : withDotEnv(env, cwd())',
    replace: 'withDotEnv(env, cwd())',
    tests: ['end-to-end/readme'],
  },
];
