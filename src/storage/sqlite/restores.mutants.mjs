export default [
  {
    scenario: 'restored-copy',
    mutant: 'a restore leaves the linkings as they were',
    as: 'after its linking had ended',
    changes: [
      { find: 'const grants = revokeAll.run(now()).changes;', replace: 'const grants = 0;' },
    ],
  },
];
