export default [
  {
    layer: 'record',
    guard: 'what cannot be written stops new streams',
    find: 'if (journal.waitingMs < timeoutMs) return;',
    replace: 'if (journal.waitingMs >= 0) return;',
  },
  {
    layer: 'clock',
    guard: 'nothing of the record is dropped while the clock cannot be believed',
    find: 'if (options.settled()) await dropOld();',
    replace: 'await dropOld();',
  },
  {
    layer: 'clock',
    guard: 'what the database keeps of the past goes only after the line that says so',
    find: '    await journal.flush();\n    return options.past.forget(before);',
    replace: '    return options.past.forget(before);',
  },
];
