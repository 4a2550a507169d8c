export default [
  {
    layer: 'limits',
    guard: 'the virtual display is a client of its own',
    find: 'client: displayClient, now',
    replace: 'client, now',
    tests: ['workshop/end-to-end/display-client'],
  },
];
