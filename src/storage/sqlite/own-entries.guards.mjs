export default [
  {
    layer: '5 data',
    guard: 'nobody reads the entries of another account',
    find: 'WHERE e.account = ? ORDER BY e.position',
    replace: 'WHERE (e.account = ? OR 1) ORDER BY e.position',
    tests: ['./contract'],
  },
  {
    layer: '5 data',
    guard: 'nobody renames what another account sees',
    find: 'nicknames = ? WHERE account = ? AND device = ?',
    replace: 'nicknames = ? WHERE (account = ? OR 1) AND device = ?',
    tests: ['./contract'],
  },
  {
    layer: '5 data',
    guard: 'nobody takes an entry of another account away',
    find: 'DELETE FROM entries WHERE account = ? AND device = ?',
    replace: 'DELETE FROM entries WHERE (account = ? OR 1) AND device = ?',
    tests: ['./contract'],
  },
  {
    layer: '5 data',
    guard: 'nobody is told of strangers at another account’s cameras',
    find: 'FROM entries e WHERE e.account = ? AND EXISTS',
    replace: 'FROM entries e WHERE (e.account = ? OR 1) AND EXISTS',
    tests: ['./contract'],
  },
];
