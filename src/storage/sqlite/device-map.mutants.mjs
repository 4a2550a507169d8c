export default [
  {
    scenario: 'foreign-ids',
    mutant: 'a device is looked up by its id alone',
    as: 'a foreign device',
    without: 'entries of other accounts left out',
    changes: [
      {
        file: 'sqlite/mapped-row.ts',
        find: '`${mappedRows} WHERE e.account = ? AND e.device = ?`',
        replace: '`${mappedRows} WHERE length(?) > 0 AND e.device = ?`',
      },
      {
        file: 'partitions/create-partition.ts',
        find: 'if (entry === undefined || entry.account !== account) throw unknownDevice();',
        replace: 'if (entry === undefined) throw unknownDevice();',
      },
      {
        file: 'partitions/validity.ts',
        find: "if (entry.account !== session.account || entry.device !== session.device) return 'revoked';",
        replace: '',
      },
    ],
  },
];
