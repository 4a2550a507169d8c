export default [
  {
    layer: 'restore',
    guard: 'no password of an unconfirmed account is believed',
    find: 'found?.unconfirmed ? undefined : found?.passwordHash',
    replace: 'found?.passwordHash',
    tests: ['./unconfirmed'],
  },
  {
    layer: 'limits',
    guard: 'a browser that is known has guesses of its own',
    find: 'const device = found && cookie.find(devices, found);',
    replace: 'const device = found && cookie.find([], found);',
    tests: ['./sign-in.test', './check-sign-in'],
  },
  {
    layer: 'limits',
    guard: 'passwords are looked at in turn, one place after another',
    find: 'places.run(siteOf(address), look)',
    replace: 'look()',
  },
  {
    layer: 'limits',
    guard: 'the password of one account is looked at once at a time',
    find: 'atOnce: Infinity, perAccount: 1, ...queue',
    replace: 'atOnce: Infinity, perAccount: Infinity, ...queue',
  },
  {
    layer: 'limits',
    guard: 'a browser that is known is looked at beside strangers',
    find: ': await known.run(email, look);',
    replace: ': await places.run(siteOf(address), look);',
  },
  {
    layer: 'limits',
    guard: 'addresses of one /48 wait in one row',
    find: 'places.run(siteOf(address), look)',
    replace: 'places.run(address, look)',
  },
  {
    layer: 'limits',
    guard: 'what only waits for its turn is no guess yet',
    find: 'await guesses.permit(guesser);',
    replace: 'await guesses.take(guesser);',
  },
  {
    layer: 'limits',
    guard: 'another form of an address is no way to more guesses',
    find: 'const email = found?.email ?? plainEmail(typed);',
    replace: 'const email = typed;',
    tests: ['./sign-in.test'],
  },
  {
    layer: 'limits',
    guard: 'no password is looked at for who has gone',
    find: 'if (isGone()) throw',
    replace: "if (isGone() && email === '') throw",
  },
];
