export default [
  {
    scenario: 'eviction',
    mutant: 'a partition that was forgotten is used again for the next one',
    as: 'a foreign device',
    changes: [
      {
        find: '    dispose: ({ cache }) => cache.clear(),',
        replace: '    dispose: (gone) => void spare.push(gone),',
      },
      {
        find: 'const opened = newOpenPartition(account);',
        replace: 'const opened = spare.pop() ?? newOpenPartition(account);',
      },
      {
        find: '  const suspensions = createSuspensions({ store, dates, now, reached, clock });',
        replace:
          '  const spare: any[] = [];\n  const suspensions = createSuspensions({ store, dates, now, reached, clock });',
      },
    ],
  },
  {
    scenario: 'clock',
    mutant: 'leases and the watch go by the wall clock',
    as: 'after its linking had ended',
    without: 'the look with each connection to a camera',
    off: ['unsettled'],
    changes: [
      {
        find: 'leaseTerms(options.leaseMs, { clock, now })',
        replace: 'leaseTerms(options.leaseMs, { clock: now, now })',
      },
      { file: 'partitions/lease.ts', find: ' && passed >= 0', replace: '' },
      {
        file: 'partitions/watch.ts',
        find: '  const timer = setInterval(() => {\n    if (looking !== undefined) expireUnanswered();\n    else if (sessions.size > 0 || row !== undefined) void look();',
        replace:
          '  let due = 0;\n  const timer = setInterval(() => {\n    if (looking !== undefined || sessions.size === 0 || lease.clock() < due) return;\n    due = lease.clock() + intervalMs;\n    void look();',
      },
    ],
  },
];
