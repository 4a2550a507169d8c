const tests = ['./engine'];
export default [
  {
    layer: 'server',
    guard: 'no superuser is let in',
    find: "if (superuser) return 'is a superuser, whom no row-level security holds';",
    replace: 'void superuser;',
    tests,
  },
  {
    layer: 'server',
    guard: 'nobody with BYPASSRLS is let in',
    find: "if (bypasses) return 'has BYPASSRLS, whom no row-level security holds';",
    replace: 'void bypasses;',
    tests,
  },
  {
    layer: 'server',
    guard: 'no owner of the tables is let in',
    find: "if (owns) return 'owns the tables, and can take their row-level security away';",
    replace: 'void owns;',
    tests,
  },
  {
    layer: 'server',
    guard: 'nobody is let in who may speak as the functions do',
    find: "return speaks ? 'is a member of the roles that the functions speak as' : undefined;",
    replace: 'void speaks;\n  return undefined;',
    tests,
  },
  {
    layer: 'server',
    guard: 'who may become somebody is judged as that one',
    find: "WHERE pg_has_role(current_user, r.oid, 'MEMBER')`",
    replace: 'WHERE r.rolname = current_user`',
    tests,
  },
  {
    layer: 'server',
    guard: 'a database without the schema is not opened',
    find: 'if (compareSteps(steps, known).length === 0) return;',
    replace: 'if (compareSteps(steps, known).length >= 0) return;',
    tests,
  },
];
