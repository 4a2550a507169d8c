export default [
  {
    layer: 'record',
    guard: 'one bridge at a time writes',
    find: "db.exec('BEGIN EXCLUSIVE');",
    replace: "db.exec('SELECT 1');",
  },
];
