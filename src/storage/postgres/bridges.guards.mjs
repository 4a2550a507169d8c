export default [
  {
    layer: 'restore',
    guard: 'a database that has lost what was counted is not believed',
    find: 'taken < highest.taken || ',
    replace: '',
  },
  {
    layer: 'restore',
    guard: 'nor one that was counted on since',
    find: ' || beat <= highest.beat',
    replace: '',
  },
  {
    layer: 'restore',
    guard: 'nor is it believed again',
    find: '      if (wentBack) throw goneBack();\n      const rows',
    replace: '      wentBack = false;\n      const rows',
  },
];
