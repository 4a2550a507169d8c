export default [
  {
    layer: 'storage',
    guard: 'what contradicts a row is no storage that is down',
    find: 'if (isConflict(error)) {',
    replace: 'if (isConflict(error) && !error) {',
    tests: ['./contract'],
  },
  {
    layer: 'storage',
    guard: 'a value that no row may hold is not tried again and again',
    find: "if (says(error, 'SQLITE_CONSTRAINT')) {",
    replace: "if (says(error, 'SQLITE_CONSTRAINT_NONE')) {",
    tests: ['./contract'],
  },
];
