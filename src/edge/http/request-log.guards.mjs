export default [
  {
    layer: 'limits',
    guard: 'a line of a request has the lane of its network',
    find: "const network = networkOf(addressOf(request) ?? '');",
    replace: "const network = '';",
    tests: ['./webhook.test'],
  },
];
