export default [
  {
    layer: 'restore',
    guard: 'a copy that was begun goes on to no other database',
    find: "if (isCommitted(found) || to.engine === 'sqlite' || mark.target === found.to.lineage) return;",
    replace: "if (mark.target !== '') return;",
    tests: ['./copy'],
  },
  {
    layer: 'restore',
    guard: 'another folder goes on with no copy',
    find: '    if (found.from.away === undefined) return;\n',
    replace: '    if (found.from.away?.done !== true) return;\n',
    tests: ['./copy'],
  },
];
