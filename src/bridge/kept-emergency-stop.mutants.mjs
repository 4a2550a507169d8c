export default [
  {
    scenario: 'emergency-stops',
    mutant: 'the stop that is kept in a file is not obeyed at a start',
    as: 'while it was suspended',
    changes: [
      {
        find: 'const kept = keptStop(dataDir, reached());',
        replace: 'const kept = reached() < 0 ? keptStop(dataDir, 0) : undefined;',
      },
    ],
  },
];
