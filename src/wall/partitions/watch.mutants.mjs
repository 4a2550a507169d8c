export default [
  {
    scenario: 'transfer',
    mutant: 'running streams are not looked after',
    as: 'after its right had ended',
    changes: [
      { find: 'if (objection !== undefined) session.end(objection);', replace: 'void objection;' },
    ],
  },
];
