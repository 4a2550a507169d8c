export default [
  {
    scenario: 'password',
    mutant: 'a new password leaves the old linkings alone',
    as: 'after its linking had ended',
    changes: [{ find: '        revokeGrants.run(now(), account);', replace: '' }],
  },
];
