export default [
  {
    scenario: 'fresh-rights',
    mutant: 'since when a right stands is not asked',
    as: 'filmed before its right began',
    changes: [
      {
        find: 'since: Math.max(dates.timeOf(entry.began), held.since(entry)),',
        replace: 'since: 0,',
      },
    ],
  },
];
