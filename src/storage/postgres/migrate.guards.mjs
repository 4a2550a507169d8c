export default [
  {
    layer: 'server',
    guard: 'a schema of another version is refused',
    find: 'if (step === undefined) {',
    replace: 'if (step === undefined && version < 0) {',
  },
  {
    layer: 'server',
    guard: 'a step of another text is refused',
    find: 'if (checksum(step.sql) !== kept) {',
    replace: "if (kept === '') {",
  },
  {
    layer: 'server',
    guard: 'of two migrations at a time the second waits',
    find: ';\n      SELECT pg_advisory_xact_lock(${lock})`',
    replace: '; SELECT ${lock}`',
  },
  {
    layer: 'server',
    guard: 'who migrates does not go on seeing every row',
    find: '    if (joined.length > 0) await sql.unsafe(leaving(joined));\n',
    replace: '    void leaving;\n',
  },
];
