import { expect, test } from '@jest/globals';
import { checkNames } from './dotenv.ts';

const checked = (name: string) => () =>
  checkNames({ values: {}, lines: new Map([[name, 3]]) }, ['PORT']);

test('a name that no setting has is refused; one of Node’s says where it goes', () => {
  expect(checked('PORT')).not.toThrow();
  expect(checked('PROT')).toThrow('  PROT: is not a setting of Casement');
  expect(checked('NODE_EXTRA_CA_CERTS')).toThrow(
    /NODE_EXTRA_CA_CERTS: is Node's own: it goes into the environment, .*Environment=NODE_EXTRA_CA_CERTS=/,
  );
});
