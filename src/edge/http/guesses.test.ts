import { describe, expect, test } from '@jest/globals';
import { createGuesses, networkOf, siteOf, TooManyGuesses } from './guesses.ts';

const limits = {
  perEmail: 3,
  perAddress: 5,
  perDevice: 2,
  rightPerEmail: 30,
  windowSeconds: 600,
};

async function spend(times: number, guess: (n: number) => Promise<unknown>): Promise<number> {
  const results = await Promise.allSettled(Array.from({ length: times }, (_, n) => guess(n)));
  return results.filter(({ status }) => status === 'fulfilled').length;
}

test('an e-mail address may be guessed at a few times, from wherever, also all at once', async () => {
  const guesses = createGuesses(limits);
  expect(
    await spend(20, (n) => guesses.take({ address: `10.0.0.${String(n)}`, email: 'a@b' })),
  ).toBe(3);
  await expect(guesses.take({ address: '10.0.1.1', email: 'a@b' })).rejects.toBeInstanceOf(
    TooManyGuesses,
  );
  await expect(guesses.take({ address: '10.0.1.1', email: 'c@d' })).resolves.toBeDefined();
});

test('a network address may guess a few times, at whomever', async () => {
  const guesses = createGuesses(limits);
  expect(
    await spend(20, (n) => guesses.take({ address: '10.0.0.1', email: `${String(n)}@b` })),
  ).toBe(5);
  await expect(guesses.take({ address: '10.0.0.2', email: 'new@b' })).resolves.toBeDefined();
});

test('the refusal says for how long', async () => {
  const guesses = createGuesses(limits);
  await spend(3, () => guesses.take({ address: '10.0.0.1', email: 'a@b' }));
  const refusal = await guesses
    .take({ address: '10.0.0.1', email: 'a@b' })
    .catch((error: unknown) => error);
  expect(refusal).toMatchObject({ code: 'too-many' });
  const { retryAfterSeconds } = refusal as TooManyGuesses;
  expect(retryAfterSeconds).toBeGreaterThan(500);
  expect(retryAfterSeconds).toBeLessThanOrEqual(600);
});

test('the right one costs nothing and clears the wrong ones', async () => {
  const guesses = createGuesses(limits);
  for (let n = 0; n < 20; n += 1)
    await (await guesses.take({ address: '10.0.0.1', email: 'a@b' })).right();
  await guesses.take({ address: '10.0.0.1', email: 'a@b' });
  await guesses.take({ address: '10.0.0.1', email: 'a@b' });
  await (await guesses.take({ address: '10.0.0.1', email: 'a@b' })).right();
  expect(await spend(9, () => guesses.take({ address: '10.0.0.9', email: 'a@b' }))).toBe(3);
});

test('a browser that is known has guesses of its own, which no stranger can use up', async () => {
  const guesses = createGuesses(limits);
  const known = { address: '10.0.0.1', email: 'a@b', device: 'mine' };
  await spend(20, () => guesses.take({ address: '10.0.0.1', email: 'a@b' }));
  await spend(20, (n) => guesses.take({ address: '10.0.0.1', email: `${String(n)}@b` }));
  expect(await spend(9, () => guesses.take(known))).toBe(2);
  expect(await spend(9, () => guesses.take({ ...known, device: 'another' }))).toBe(2);
});

test('the wrong ones of a browser that is known are cleared by the right one, not those of strangers', async () => {
  const guesses = createGuesses(limits);
  const known = { address: '10.0.0.1', email: 'a@b', device: 'mine' };
  await spend(20, () => guesses.take({ address: '10.0.0.9', email: 'a@b' }));
  await guesses.take(known);
  await (await guesses.take(known)).right();
  expect(await spend(9, () => guesses.take(known))).toBe(2);
  expect(await spend(9, () => guesses.take({ address: '10.0.0.9', email: 'a@b' }))).toBe(0);
});

test('an account signs in rightly so often, from wherever, and others go on', async () => {
  const guesses = createGuesses(limits);
  const right = async (n: number, email: string) => {
    const device = n % 2 === 0 ? 'mine' : undefined;
    await (await guesses.take({ address: `10.0.0.${String(n)}`, email, device })).right();
  };
  for (let n = 0; n < 30; n += 1) await right(n, 'a@b');
  for (const n of [30, 31]) {
    await expect(right(n, 'a@b')).rejects.toMatchObject({ code: 'too-many' });
  }
  await right(32, 'c@d');
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

test('a whole /48 of IPv6 has ten times the guesses of one household, whatever it guesses at', async () => {
  const guesses = createGuesses(limits);
  const from = (n: number) => `2001:db8:7:${n.toString(16)}::1`;
  expect(await spend(90, (n) => guesses.take({ address: from(n), email: `${String(n)}@b` }))).toBe(
    50,
  );
  await expect(guesses.take({ address: '2001:db8:8::1', email: 'new@b' })).resolves.toBeDefined();
  expect([siteOf('2001:db8:7:9::1'), siteOf('10.0.0.1')]).toEqual(['2001:db8:7', '10.0.0.1']);
});

test('what was right is no guess for its /48 either', async () => {
  const guesses = createGuesses(limits);
  for (let n = 0; n < 60; n += 1) {
    const guesser = { address: '2001:db8:7::1', email: `${String(n)}@b` };
    await (await guesses.take(guesser)).right();
  }
  await expect(guesses.take({ address: '2001:db8:7::1', email: 'a@b' })).resolves.toBeDefined();
});

test('who may not guess is told so before it waits, and nothing is counted by that', async () => {
  const guesses = createGuesses(limits);
  const guesser = { address: '10.0.0.1', email: 'a@b' };
  for (let n = 0; n < 9; n += 1) await guesses.permit(guesser);
  expect(await spend(3, () => guesses.take(guesser))).toBe(3);
  await expect(guesses.permit(guesser)).rejects.toBeInstanceOf(TooManyGuesses);
});
