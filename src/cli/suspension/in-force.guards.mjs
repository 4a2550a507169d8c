export default [
  {
    layer: 'emergency',
    guard: 'what is over by a clock that jumped is listed',
    find: 'const reached = reachedIn(folder, Date.now());',
    replace: 'const reached = Math.max(reachedIn(folder, Date.now()), Date.now());',
    tests: ['./suspension.test'],
  },
  {
    layer: 'emergency',
    guard: 'a stop that only the file has is listed',
    find: 'if (kept === undefined || !outlasts(kept, stopped)) return rows;',
    replace: 'if (kept === undefined || stopped === undefined) return rows;',
    tests: ['./suspension.test'],
  },
  {
    layer: 'emergency',
    guard: 'a stop of the file that outlasts the database’s is listed',
    find: '!outlasts(kept, stopped)',
    replace: 'stopped !== undefined',
    tests: ['./suspension.test'],
  },
];
