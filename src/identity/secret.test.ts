import { expect, test } from '@jest/globals';
import { hashSecret, newSecret, sameSecret } from './secret.ts';

test('a secret is 256 bits, safe in a URL, and never made twice', () => {
  const made = Array.from({ length: 1_000 }, newSecret);
  for (const secret of made) expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(new Set(made).size).toBe(made.length);
});

test('what is kept of a secret is its SHA-256', () => {
  // FIPS 180-2, appendix B.1.
  const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  expect(Buffer.from(hashSecret('abc'), 'base64url').toString('hex')).toBe(abc);
  expect(hashSecret('abc')).toMatch(/^[A-Za-z0-9_-]{43}$/);
});

test('secrets are the same or not, whatever their lengths', () => {
  expect(sameSecret('abc', 'abc')).toBe(true);
  for (const other of ['', 'abd', 'ab', 'abcd', 'ABC'])
    expect(sameSecret('abc', other)).toBe(false);
});
