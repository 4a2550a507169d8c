export default [
  {
    scenario: 'reconnect-storm',
    mutant: 'one cache for all, by keys without the account',
    as: 'a foreign device',
    without: 'entries of other accounts left out',
    changes: [
      { find: 'cache: createAccountCache(), minted', replace: 'cache: shared, minted' },
      {
        find: 'export function newOpenPartition(',
        replace: 'const shared = createAccountCache();\nexport function newOpenPartition(',
      },
      {
        file: 'partitions/create-partition.ts',
        find: '.filter((entry) => entry.account === account).map(mint)',
        replace: '.map(mint)',
      },
    ],
  },
];
