export default [
  {
    layer: 'opening',
    guard: 'counting thousands of cameras leaves turns to everybody else',
    find: 'if (asked % askedInTurn === 0) await setImmediate();',
    replace: '',
  },
  {
    layer: 'reasons',
    guard: 'of an earlier owner’s camera nothing is told',
    find: 'if (known?.epoch !== epoch) return undefined;',
    replace: 'if (known === undefined) return undefined;',
  },
  {
    layer: 'reasons',
    guard:
      'what was known of one line stands no more where another one was asked at a later address',
    find: 'const stands = found.opening === opening || found.opening + raised === opening;',
    replace: 'const stands = known.opening === opening || known.opening + raised === opening;',
  },
];
