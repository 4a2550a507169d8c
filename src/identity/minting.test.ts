import { expect, test } from '@jest/globals';
import { newAccountId, newGrantId } from './ids.ts';
import { mint, Proof } from './minting.ts';
import { isGenuine } from './proof.ts';

const account = newAccountId();
const finding = { account, grant: newGrantId(), by: 'access-token', expiresAt: 1 } as const;

test('a proof says what was found, no more, and cannot be altered', () => {
  const ungranted = { account, by: 'sign-in', expiresAt: 2 } as const;
  for (const found of [finding, ungranted]) {
    const proof = mint(found);
    expect(Object.fromEntries(Object.entries(proof))).toEqual(found);
    expect(Object.isFrozen(proof)).toBe(true);
    expect(isGenuine(proof)).toBe(true);
  }
});

test('nobody else makes one, not even by its constructor', () => {
  for (const key of [Symbol('maker of proofs'), Symbol.for('maker of proofs')]) {
    expect(() => new Proof(key, finding)).toThrow('a proof is made by a verifier only');
  }
});

test('nothing else is genuine, whatever it looks like or inherits', () => {
  const proof = mint(finding);
  const alike = [
    Object.fromEntries(Object.entries(proof)),
    Object.create(proof),
    Object.create(Proof.prototype),
    new Proxy(proof, {}),
  ];
  for (const value of [
    ...alike,
    {},
    [],
    () => proof,
    null,
    undefined,
    '',
    'proof',
    0,
    true,
    Symbol(),
  ]) {
    expect(isGenuine(value)).toBe(false);
  }
});
