export default [
  {
    layer: 'limits',
    guard: 'the guesses of a browser that is known are counted',
    find: 'if (device !== undefined) return [[devices, device]];',
    replace: 'if (device !== undefined) return [];',
    tests: ['./guesses', './sign-in.test'],
  },
  {
    layer: 'limits',
    guard: 'an account signs in rightly so often',
    find: 'await rights.consume(email).catch(() => undefined);',
    replace: '',
  },
  {
    layer: 'limits',
    guard: 'a /48 has so many guesses',
    find: '      [sites, siteOf(address)],\n',
    replace: '',
  },
];
