export default [
  {
    scenario: 'database-replaced',
    mutant: 'a replaced database goes unnoticed',
    as: 'while it was suspended',
    changes: [
      { find: 'if (trouble !== undefined) fallSilent(trouble);', replace: 'void trouble;' },
    ],
  },
  {
    scenario: 'emergency-stops',
    mutant: 'the bridge says that it has acted without having looked',
    as: 'while it was suspended',
    without: 'the watch, and leases that run out',
    off: ['unsettled', 'sleepyWatch', 'unattended'],
    changes: [
      {
        find: 'const revision = await parts.recheck();',
        replace: 'const { revision } = question;',
      },
    ],
  },
];
