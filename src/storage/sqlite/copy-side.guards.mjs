export default [
  {
    layer: 'restore',
    guard: 'nothing is copied over a database',
    find: 'if (!existsSync(file) || marksIn(file).away?.done === true) return;',
    replace: 'if (!existsSync(file) || marksIn(file).away?.done !== false) return;',
    tests: ['storage/copy/copy-tables'],
  },
  {
    layer: 'restore',
    guard: 'a copy is above all that is known',
    find: 'Math.max(revision, known) + 1',
    replace: 'Math.max(revision, 0 * known) + 1',
    tests: ['storage/copy/copy-tables'],
  },
];
