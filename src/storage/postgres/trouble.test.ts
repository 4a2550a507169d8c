import { expect, test } from '@jest/globals';
import { failureOf } from './trouble.ts';

test.each([
  ['ECONNREFUSED', 'connect ECONNREFUSED 192.0.2.7:5432', 'start the server'],
  ['ENOENT', 'connect ENOENT /run/secret/.s.PGSQL.5432', 'start the server'],
  ['ENOTFOUND', 'getaddrinfo ENOTFOUND secret.example', 'mend it'],
  ['28P01', 'password authentication failed for user "secret"', 'refused the password'],
  ['28000', 'role "secret" is not permitted to log in', 'pg_hba.conf'],
  ['3D000', 'database "secret" does not exist', 'make it'],
  ['42501', 'must have admin option on role "secret"', '--print-roles'],
])('what to do about %s is said, without a part of the URL', (code, message, what) => {
  const { code: failed, cause } = failureOf(Object.assign(new Error(message), { code }));

  expect(failed).toBe('storage-down');
  expect(String(cause)).toContain(what);
  expect(String(cause)).not.toMatch(/secret|192\.0\.2\.7/);
});
