export default [
  {
    layer: 'keys',
    guard: 'the record’s key does not change with those for sealing',
    find: "({ record }: Pick<KeyRing, 'record'>): AuditKeys => record",
    replace: "({ sealing }: Pick<KeyRing, 'sealing'>): AuditKeys => sealing",
    tests: ['./place-key'],
  },
];
