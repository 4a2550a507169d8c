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
];
