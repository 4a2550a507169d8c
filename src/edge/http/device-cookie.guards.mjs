export default [
  {
    layer: 'limits',
    guard: 'a browser is known for its own account alone, and under its password',
    find: 'sameSecret(mac, sign(device, account))',
    replace: 'mac !== "" && sign(device, account) !== ""',
    tests: ['./device-cookie', './sign-in.test'],
  },
];
