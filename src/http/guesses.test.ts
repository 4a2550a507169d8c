import { describe, expect, test } from '@jest/globals';
import { createGuesses, networkOf, TooManyGuesses } from './guesses.ts';

const limits = { perEmail: 3, perAddress: 5, windowSeconds: 600 };

async function spend(times: number, guess: (n: number) => Promise<unknown>): Promise<number> {
  const results = await Promise.allSettled(Array.from({ length: times }, (_, n) => guess(n)));
  return results.filter(({ status }) => status === 'fulfilled').length;
}

test('an e-mail address may be guessed at a few times, from wherever, also all at once', async () => {
  const guesses = createGuesses(limits);
  expect(await spend(20, (n) => guesses.take(`10.0.0.${String(n)}`, 'a@b'))).toBe(3);
  await expect(guesses.take('10.0.1.1', 'a@b')).rejects.toBeInstanceOf(TooManyGuesses);
  await expect(guesses.take('10.0.1.1', 'c@d')).resolves.toBeDefined();
});

test('a network address may guess a few times, at whomever', async () => {
  const guesses = createGuesses(limits);
  expect(await spend(20, (n) => guesses.take('10.0.0.1', `${String(n)}@b`))).toBe(5);
  await expect(guesses.take('10.0.0.2', 'new@b')).resolves.toBeDefined();
});

test('the refusal says for how long', async () => {
  const guesses = createGuesses(limits);
  await spend(3, () => guesses.take('10.0.0.1', 'a@b'));
  const refusal = await guesses.take('10.0.0.1', 'a@b').catch((error: unknown) => error);
  expect(refusal).toMatchObject({ code: 'too-many' });
  const { retryAfterSeconds } = refusal as TooManyGuesses;
  expect(retryAfterSeconds).toBeGreaterThan(500);
  expect(retryAfterSeconds).toBeLessThanOrEqual(600);
});

test('the right one costs nothing and clears the wrong ones', async () => {
  const guesses = createGuesses(limits);
  for (let n = 0; n < 20; n += 1) await (await guesses.take('10.0.0.1', 'a@b')).right();
  await guesses.take('10.0.0.1', 'a@b');
  await guesses.take('10.0.0.1', 'a@b');
  await (await guesses.take('10.0.0.1', 'a@b')).right();
  expect(await spend(9, () => guesses.take('10.0.0.9', 'a@b'))).toBe(3);
});

describe('one household has a whole /64', () => {
  test.each([
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8:1:2::9', '2001:db8:1:2'],
    ['2001:0db8:0001:0002::', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    ['::ffff:10.0.0.1', '::ffff:10.0.0.1'],
    ['10.0.0.1', '10.0.0.1'],
  ])('%s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
