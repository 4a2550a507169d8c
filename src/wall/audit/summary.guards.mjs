export default [
  {
    layer: 'record',
    guard: 'what answered in a session before it answered otherwise is told, too',
    find: 'open.set(said.session, carriedOn(before, { ...before, answered: said.answered }));',
    replace: '',
  },
];
