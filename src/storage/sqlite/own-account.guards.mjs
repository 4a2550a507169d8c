export default [
  {
    layer: 'clock',
    guard: 'no sign-in is swept out by a clock that is ahead',
    find: 'sweepSignIns.run(Math.min(now(), reached()));',
    replace: 'sweepSignIns.run(now());',
    tests: ['./contract'],
  },
  {
    layer: 'limits',
    guard: 'an account has so many browsers signed in',
    find: '        sweepOfAccount.run(account, account, maxSignIns);\n',
    replace: '',
    tests: ['./contract'],
  },
];
