const tests = ['storage/postgres/row-security'];
export default [
  {
    layer: '5 data',
    guard: 'an operation that forgets the account reaches its own rows only',
    find: '  USING (${own(column)}) WITH CHECK (${own(column)});`',
    replace: '  USING (${own(column)} OR true) WITH CHECK (${own(column)});`',
    tests,
  },
  {
    layer: '5 data',
    guard: 'an operation writes no row of another account',
    find: '  USING (${own(column)}) WITH CHECK (${own(column)});`',
    replace: '  USING (${own(column)}) WITH CHECK (true);`',
    tests,
  },
  {
    layer: '5 data',
    guard: 'every table of accounts has row-level security',
    find: 'ALTER TABLE casement.${table} ENABLE ROW LEVEL SECURITY;\n',
    replace: '\n',
    tests,
  },
  {
    layer: '5 data',
    guard: 'the owner of the tables sees no row of them',
    find: 'ALTER TABLE casement.${table} FORCE ROW LEVEL SECURITY;\n',
    replace: '\n',
    tests,
  },
  {
    layer: '5 data',
    guard: 'nobody gives themselves a share',
    find: "'SELECT, UPDATE (name, room, nicknames), DELETE'",
    replace: "'SELECT, INSERT, UPDATE (name, room, nicknames), DELETE'",
    tests,
  },
  {
    layer: '5 data',
    guard: 'nothing is asked outside its function',
    find: 'GRANT SELECT, INSERT, UPDATE, DELETE ON casement.${table} TO casement_operations;\nCREATE POLICY',
    replace:
      'GRANT SELECT, INSERT, UPDATE, DELETE ON casement.${table} TO casement_operations, casement_bridge, casement_operator;\nCREATE POLICY',
    tests,
  },
];
