export default [
  {
    scenario: 'hostile-cache',
    mutant: 'answers do not forbid to be kept',
    as: 'a foreign account',
    changes: [{ find: "'private, no-store'", replace: "'max-age=60'" }],
  },
];
