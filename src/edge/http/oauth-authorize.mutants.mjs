export default [
  {
    scenario: 'shared-browser',
    mutant: 'an agreement counts for whoever is signed in by then',
    as: 'a foreign account',
    changes: [
      { find: 'if (!isBound(form, visitor.cookie, purpose(order))) {', replace: 'if (!form) {' },
    ],
  },
];
