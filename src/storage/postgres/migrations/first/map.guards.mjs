/**
 * Its account condition alone is not listed: without it row-level security still holds, which is the point of two layers.
 * An operation that forgets it stands in row-security.test.ts; both away, prove finds it (map.mutants.mjs).
 */
export default [
  {
    layer: '5 data',
    guard: 'the account’s function is a tenant’s, which row-level security holds',
    find: "as: 'tenant',\n      by: 'bridge',\n      name: 'entry',",
    replace: "as: 'operations',\n      by: 'bridge',\n      name: 'entry',",
    tests: ['storage/postgres/row-security'],
  },
];
