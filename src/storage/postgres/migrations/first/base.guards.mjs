const tests = ['storage/postgres/row-security'];
export default [
  {
    layer: '5 data',
    guard: 'where no account is set that is an error, and not no rows',
    find: "IF _account IS NULL OR _account = '' THEN\n    RAISE EXCEPTION 'no account is set'",
    replace: "IF false THEN\n    RAISE EXCEPTION 'no account is set'",
    tests,
  },
  {
    layer: '5 data',
    guard: 'no operation speaks for nobody',
    find: "IF _account IS NULL OR _account = '' THEN\n    RAISE EXCEPTION 'no account is given'",
    replace: "IF false THEN\n    RAISE EXCEPTION 'no account is given'",
    tests,
  },
  {
    layer: 'fresh rights',
    guard: 'no right is dated by a revision that is reached while its transaction runs',
    find: 'pg_current_xact_id()::text::bigint + 1;',
    replace: 'pg_current_xact_id()::text::bigint;',
    tests: ['storage/postgres/engine'],
  },
];
