export default [
  {
    scenario: 'clock-jumps',
    mutant: 'one reading of the clock is believed',
    as: 'while it was suspended',
    changes: [
      {
        find: 'if (kept !== undefined && Math.abs(both.wall - kept.at) > leapMs) leapt(',
        replace: 'if (both.wall < 0) leapt(',
      },
      { find: 'ran: kept?.ran ?? 0 };', replace: 'ran: waitMs };' },
    ],
  },
];
