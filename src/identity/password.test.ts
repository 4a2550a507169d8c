import { expect, test } from '@jest/globals';
import { hash } from '@node-rs/argon2';
import { hashPassword, verifyPassword } from './password.ts';

test('a password is kept as argon2id and recognised again', async () => {
  const kept = await hashPassword('correct horse battery');
  expect(kept).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await verifyPassword(kept, 'correct horse battery')).toBe(true);
  expect(await verifyPassword(kept, 'correct horse batterz')).toBe(false);
});

test('nobody has no password, not even an empty one', async () => {
  expect(await verifyPassword(undefined, '')).toBe(false);
  expect(await verifyPassword(undefined, 'correct horse battery')).toBe(false);
});

test.each([
  ['x'.repeat(9), 'a password has at least 10 characters'],
  ['x'.repeat(201), 'a password has at most 200 characters'],
])('%p is refused as a new password', async (text, message) => {
  await expect(hashPassword(text)).rejects.toMatchObject({ code: 'bad-request', message });
});

test.each([10, 200])('one of %i characters is taken, and recognised again', async (length) => {
  const kept = await hashPassword('x'.repeat(length));
  expect(await verifyPassword(kept, 'x'.repeat(length))).toBe(true);
});

test('what is too long for a password is none, and costs no hashing', async () => {
  const long = 'x'.repeat(201);
  expect(await verifyPassword(await hash(long), long)).toBe(false);
});
