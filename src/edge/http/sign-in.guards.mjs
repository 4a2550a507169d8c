export default [
  {
    layer: 'people',
    guard: 'signing in to another account ends the virtual display of that browser',
    find: '      await parts.onSignIn?.(request, response, account.id);\n',
    replace: '',
    tests: ['workshop/end-to-end/sign-out'],
  },
  {
    layer: 'sign-in',
    guard: 'signing out ends the virtual display of that browser',
    find: '      await parts.onSignOut?.(request, response);\n',
    replace: '',
    tests: ['workshop/end-to-end/sign-out'],
  },
  {
    layer: 'limits',
    guard: 'guesses are counted by the address, however it is written',
    find: "const address = addressOf(request) ?? '';",
    replace: "const address = request.ip ?? '';",
    tests: ['./sign-in.test'],
  },
];
