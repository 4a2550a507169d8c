import { expect, test } from '@jest/globals';
import { strangeNames } from './dotenv.ts';

const complaints = (name: string) =>
  strangeNames({ values: {}, lines: new Map([[name, 3]]) }, ['PORT']);

test('a name that no setting has is complained of; one of Node’s says where it goes', () => {
  expect(complaints('PORT')).toEqual([]);
  expect(complaints('PROT')).toEqual(['PROT: is not a setting of Casement']);
  expect(complaints('NODE_EXTRA_CA_CERTS')[0]).toMatch(
    /^NODE_EXTRA_CA_CERTS: is Node's own: it goes into the environment, .*Environment=NODE_EXTRA_CA_CERTS=/,
  );
});
