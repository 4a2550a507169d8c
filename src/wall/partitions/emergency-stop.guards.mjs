export default [
  {
    layer: 'switch',
    guard: 'the emergency stop holds before it is written down',
    find: 'suspensions.hold();',
    replace: '',
  },
  {
    layer: 'switch',
    guard: 'the emergency stop ends what runs',
    find: "for (const session of sessions.all()) session.end('suspended');",
    replace: '',
  },
  {
    layer: 'switch',
    guard: 'the emergency stop is written down',
    find: "operator.suspensions.suspend({ scope: { of: 'all' }, since: now(), ...terms });",
    replace: 'Promise.resolve(void [now, terms]);',
  },
  {
    layer: 'switch',
    guard: 'a stop after one that was lifted is written down as well',
    find: '    writing = undefined;\n',
    replace: '',
  },
  {
    layer: 'emergency',
    guard: 'a second stop takes the place of one that is being written down',
    find: '[wanted, takenBack] = [{ terms, report }, false];',
    replace: '[wanted, takenBack] = [wanted ?? { terms, report }, false];',
  },
  {
    layer: 'emergency',
    guard: 'a stop that was asked for while one was written down is written as well',
    find: 'if (wanted?.terms !== terms) continue;',
    replace: 'if (wanted === undefined) continue;',
  },
  {
    layer: 'emergency',
    guard: 'a stop that is taken back is not written down',
    find: '      [wanted, takenBack] = [undefined, true];',
    replace: '      takenBack = true;',
  },
  {
    layer: 'emergency',
    guard: 'what of a stop was written down while it was taken back goes as well',
    find: '      await trying?.catch(() => undefined);\n',
    replace: '',
  },
  {
    layer: 'emergency',
    guard: 'a stop that cannot be taken back goes on',
    find: 'if (takenBack) stop(taken.terms, taken.report).catch(() => undefined);',
    replace: 'void stop;',
  },
];
