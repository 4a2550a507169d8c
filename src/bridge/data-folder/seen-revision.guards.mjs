export default [
  {
    layer: 'restore',
    guard: 'many changes are not taken for a database that was distrusted',
    find: 'revision >= seen + distrustedLeap / 2',
    replace: 'revision > seen',
  },
  {
    layer: 'restore',
    guard: 'that a database went back is kept by later bridges',
    find: 'wentBack: seen.wentBack || trouble !== undefined',
    replace: 'wentBack: trouble !== undefined',
  },
  {
    layer: 'restore',
    guard: 'of another database nothing is noted',
    find: 'if (trouble === undefined || trouble.wentBack) {',
    replace: 'if (trouble === undefined || trouble) {',
  },
];
