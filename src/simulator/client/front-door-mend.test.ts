import { expect, test } from '@jest/globals';
import { frontDoorMend } from './front-door-mend.ts';

test.each([
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'NODE_EXTRA_CA_CERTS=<file.pem>'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'not in .env'],
  ['ENOTFOUND', 'resolves its name'],
  ['ECONNREFUSED', 'the proxy runs'],
  ['CERT_HAS_EXPIRED', 'renew'],
])('%s: %s', (code, words) => {
  expect(frontDoorMend(code)).toContain(words);
});

test('what is not known has no mend', () => {
  expect(frontDoorMend('EODD')).toBeUndefined();
  expect(frontDoorMend('constructor')).toBeUndefined();
});
