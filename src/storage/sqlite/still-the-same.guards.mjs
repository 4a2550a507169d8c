export default [
  {
    layer: 'emergency',
    guard: 'a file that was put in the place of the database is another one',
    find: 'if (now !== identity) {',
    replace: 'if (now === undefined) {',
  },
  {
    layer: 'emergency',
    guard: 'a database that was replaced while the bridge was starting is noticed',
    find: 'if (already !== undefined) {',
    replace: 'if (already !== undefined && already.why === undefined) {',
  },
  {
    layer: 'emergency',
    guard: 'a database that has gone back is noticed',
    find: 'now === undefined || now < highest',
    replace: 'now === undefined',
  },
  {
    layer: 'emergency',
    guard: 'a database that has gone back is noticed beneath its log',
    find: 'return backInFile() ? goneBack(file) : undefined;',
    replace: 'return void backInFile;',
  },
  {
    layer: 'emergency',
    guard: 'a log that is not the one that is open is noticed',
    find: 'there(log.path) !== log.identity',
    replace: 'there(log.path) === undefined && log.identity === undefined',
  },
  {
    layer: 'emergency',
    guard: 'what was lost with the log is a database gone back',
    find: 'if ((main.revision(page, pageSize) ?? 0) < highest) return goneBack(file);',
    replace: '',
  },
  {
    layer: 'emergency',
    guard: 'behind a lost log nothing is written or removed by its name',
    find: 'if (trouble() === undefined) db.close();',
    replace: 'db.close();',
  },
  {
    layer: 'emergency',
    guard: 'a damaged database is noticed',
    find: 'found ?? (isDamaged() ?',
    replace: 'found ?? (isDamaged === undefined ?',
  },
];
