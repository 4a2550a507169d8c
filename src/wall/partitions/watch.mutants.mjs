export default [
  {
    scenario: 'transfer',
    mutant: 'running streams are not looked after',
    as: 'after its right had ended',
    changes: [
      {
        find: 'if (reason !== undefined) session.end(reason);',
        replace: 'void reason;',
      },
    ],
  },
];
