import { expect, test } from '@jest/globals';
import { failureOf, isPassing, isStarting } from './trouble.ts';

const secrets = /secret|192\.0\.2\.7/;
const error = (code: string, message: string) => Object.assign(new Error(message), { code });

test.each([
  ['ECONNREFUSED', 'connect ECONNREFUSED 192.0.2.7:5432', 'start the server'],
  ['ENOENT', 'connect ENOENT /run/secret/.s.PGSQL.5432', 'start the server'],
  ['ENOTFOUND', 'getaddrinfo ENOTFOUND secret.example', 'mend it'],
  ['EHOSTUNREACH', 'connect EHOSTUNREACH 192.0.2.7:5432', 'see the network'],
  ['CONNECT_TIMEOUT', 'write CONNECT_TIMEOUT secret.example:5432', 'did not answer in time'],
  ['CONNECTION_CLOSED', 'write CONNECTION_CLOSED secret.example:5432', 'see its log'],
  ['CONNECTION_DESTROYED', 'write CONNECTION_DESTROYED secret.example:5432', 'to the primary'],
  ['CERT_HAS_EXPIRED', 'certificate of secret.example has expired', 'renew it'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate', 'sslrootcert'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'IP: 192.0.2.7 is not in the cert', 'another host'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'secret', 'TLS to the server failed'],
  [
    'ECONNRESET',
    'Client network socket disconnected before secure TLS connection was established',
    'ssl = on',
  ],
  ['28P01', 'password authentication failed for user "secret"', 'refused the password'],
  ['28000', 'role "secret" is not permitted to log in', 'pg_hba.conf'],
  ['3D000', 'database "secret" does not exist', 'make it'],
  ['42501', 'must have admin option on role "secret"', 'OPERATOR_DATABASE_URL'],
  ['53100', 'could not extend file "base/secret"', 'make room'],
  ['53300', 'too many connections for role "secret"', 'max_connections'],
  ['57P03', 'the database system is starting up', 'wait for it'],
  ['XX000', 'something odd of "secret"', 'see its log for XX000'],
])('what to do about %s is said, in no words but ours', (code, message, what) => {
  const { code: failed, cause } = failureOf(error(code, message));

  expect(failed).toBe('storage-down');
  expect(String(cause)).toContain(what);
  expect(String(cause)).not.toMatch(secrets);
  expect(String(cause)).not.toContain(message);
});

test('a migration is advised of what a migration needs', () => {
  const advised = (code: string) => String(failureOf(error(code, 'secret'), 'migration').cause);

  expect(advised('42501')).toMatch(/CREATE on it.*--print-roles/);
  expect(advised('42501')).not.toContain('casement_operator');
  expect(advised('55P03')).toContain('pg_dump');
  expect(advised('53100')).toContain('make room');
});

test('what was not done is told from what may have been', () => {
  const codes = ['40001', '40P01', '53300', '57P03', 'ECONNREFUSED', 'CONNECTION_CLOSED', '57014'];

  expect(codes.filter((code) => isPassing(error(code, '')))).toEqual(['40001', '40P01', '53300']);
  expect(codes.filter((code) => isStarting(error(code, '')))).toEqual(['57P03', 'ECONNREFUSED']);
});
