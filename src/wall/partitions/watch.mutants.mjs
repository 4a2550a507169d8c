export default [
  {
    scenario: 'transfer',
    mutant: 'running streams are not looked after',
    as: 'after its right had ended',
    changes: [
      {
        find: 'if (reasonToEnd !== undefined) session.end(reasonToEnd);',
        replace: 'void reasonToEnd;',
      },
    ],
  },
];
