export default [
  {
    layer: 'one owner',
    guard: 'an unnamed port is the scheme’s',
    find: "port === '' ? (usualPort(protocol) ?? 0) : Number(port)",
    replace: 'Number(port)',
    tests: ['./place'],
  },
];
