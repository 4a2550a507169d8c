/** Guards of the key file: keys are neither made anew, nor taken away while something needs them. */
const identity = 'src/identity';

export const keys = [
  {
    layer: 'keys',
    guard: 'where a database exists, no key file is made',
    file: `${identity}/keyring.ts`,
    find: 'if (existsSync(database) && !existsSync(file)) {',
    replace: 'if (false) {',
    tests: [`${identity}/keyring`],
  },
  {
    layer: 'keys',
    guard: 'what an earlier version hashed places with is kept',
    file: `${identity}/key-file.ts`,
    find: 'sealing.at(-1) ?? newest',
    replace: 'newest',
    tests: [`${identity}/key-file`],
  },
  {
    layer: 'keys',
    guard: 'the record’s key does not change with those for sealing',
    file: `${identity}/audit-key.ts`,
    find: "({ record }: Pick<KeyRing, 'record'>): AuditKeys => record",
    replace: "({ sealing }: Pick<KeyRing, 'sealing'>): AuditKeys => sealing",
    tests: [`${identity}/place-key`],
  },
  {
    layer: 'keys',
    guard: 'a key file that others can read is refused',
    file: `${identity}/key-file.ts`,
    find: '(statSync(file).mode & 0o077) !== 0',
    replace: 'false',
    tests: [`${identity}/keyring`],
  },
  {
    layer: 'keys',
    guard: 'a key file is written over no other file',
    file: `${identity}/key-file.ts`,
    find: "openSync(path, 'wx', 0o600)",
    replace: "openSync(path, 'w', 0o600)",
    tests: [`${identity}/key-file`],
  },
  {
    layer: 'keys',
    guard: 'an older key of tokens ends with the longest token',
    file: `${identity}/key-rotation.ts`,
    find: 'signing: still(keys.signing, longestAccessTokenMs, now)',
    replace: 'signing: keys.signing',
    tests: [`${identity}/key-rotation`],
  },
  {
    layer: 'keys',
    guard: 'an older key of tickets ends with the longest ticket',
    file: `${identity}/key-rotation.ts`,
    find: 'tickets: still(keys.tickets, longestTicketMs, now)',
    replace: 'tickets: keys.tickets',
    tests: [`${identity}/key-rotation`],
  },
  {
    layer: 'keys',
    guard: 'the newest sealing key is never dropped',
    file: `${identity}/key-rotation.ts`,
    find: 'sealing: [newest, ...older.filter(({ kid }) => !dropped.has(kid))]',
    replace: 'sealing: keys.sealing.filter(({ kid }) => !dropped.has(kid)) as KeyFile["sealing"]',
    tests: [`${identity}/key-rotation`],
  },
];
