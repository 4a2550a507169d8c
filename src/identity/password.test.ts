import { expect, test } from '@jest/globals';
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

test.each([['short'], ['x'.repeat(201)]])('%p is refused as a new password', async (text) => {
  await expect(hashPassword(text)).rejects.toMatchObject({ code: 'bad-request' });
});
