export default [
  {
    layer: 'restore',
    guard: 'the old database is marked before the copy is committed',
    find: '  await from.leave(copy);\n',
    replace: '',
    tests: ['./copy'],
  },
  {
    layer: 'restore',
    guard: 'what is older than was seen is not copied',
    find: '  await known(await from.marks());\n  return undefined;',
    replace: '  return undefined;',
    tests: ['./copy'],
  },
];
