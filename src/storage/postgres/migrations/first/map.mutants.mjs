export default [
  {
    scenario: 'foreign-ids',
    on: 'postgres',
    mutant: 'a function forgets the account, and no policy holds it',
    as: 'a foreign device',
    without: 'row-level security of entries and cameras; entries of other accounts left out',
    changes: [
      {
        find: 'RETURN QUERY ${mappedRows} WHERE e.account = _account AND e.device = _device;',
        replace: 'RETURN QUERY ${mappedRows} WHERE e.device = _device;',
      },
      {
        file: 'first/policies.ts',
        find: '  USING (${own(column)}) WITH CHECK (${own(column)});`',
        replace: '  USING (true) WITH CHECK (true);`',
      },
      {
        file: 'first/policies.ts',
        find: "CREATE POLICY seen ON casement.cameras FOR SELECT TO casement_tenant USING (${seen('id')});",
        replace:
          'CREATE POLICY seen ON casement.cameras FOR SELECT TO casement_tenant USING (true);',
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
