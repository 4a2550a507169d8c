export default [
  {
    layer: 'limits',
    guard: 'whoever has too much waiting waits for the refusal',
    find: '      await pause(refusedAfterMs);\n',
    replace: '',
  },
  {
    layer: 'limits',
    guard: 'refusals that are due at a time go out one in a turn',
    find: '      await refusals.run(key, async () => undefined).catch(() => undefined);\n',
    replace: '',
  },
  {
    layer: 'limits',
    guard: 'a body that says much weighs much',
    find: 'return isUndeclared ? Math.max(declared, weightOfUndeclared) : declared;',
    replace: 'return isUndeclared ? declared : 1;',
  },
  {
    layer: 'limits',
    guard: 'a body that says to be endless weighs no more than the longest that is taken',
    find: 'Math.min(maxWeight, ',
    replace: 'Math.max(0, ',
  },
  {
    layer: 'limits',
    guard: 'no page is made for who has gone',
    find: 'if (await turn) next();',
    replace: 'await turn;\n    next();',
  },
  {
    layer: 'limits',
    guard: 'the turn of one who is gone is given back',
    find: 'if (socket.destroyed) gate.leave(key);',
    replace: '',
  },
  {
    layer: 'limits',
    guard: 'who is gone is refused nothing',
    find: '      if (socket.destroyed) return false;\n',
    replace: '',
  },
  {
    layer: 'limits',
    guard: 'all addresses that one customer may have take one turn',
    find: "siteOf(addressOf(request) ?? '')",
    replace: "(addressOf(request) ?? '')",
  },
];
