/** A stranger guesses somebody's password, and whom that locks out. */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { openWorkplace, type BridgeProcess, type Workplace } from '../../testing/bridge-process.ts';
import { createJar } from '../../testing/cookie-jar.ts';
import { counted } from '../../testing/street.ts';

jest.setTimeout(120_000);

let workplace: Workplace;
let bridge: BridgeProcess;
beforeAll(async () => {
  workplace = await openWorkplace();
  bridge = await workplace.start();
});
afterAll(() => workplace.close());

test('a stranger’s wrong guesses do not lock out a browser that signed in before', async () => {
  const { origin, accounts } = bridge.demo;
  const { email = '', password = '' } = accounts[0] ?? {};
  const known = createJar(origin);
  const signIn = async () => (await known.post('/sign-in', { email, password })).status;
  if ((await signIn()) !== 303) throw new Error('the password is another');
  const stranger = createJar(origin);
  for (let guess = 0; guess < 12; guess += 1) {
    await stranger.post('/sign-in', { email, password: `guess ${guess}` });
  }
  expect(await signIn()).toBe(303);
});

test('a proxy that is not declared is warned of: all who come through it share one address', async () => {
  const headers = { 'x-forwarded-for': '203.0.113.7' };
  await fetch(new URL('/sign-in', bridge.demo.origin), { headers });
  const warnings = () => bridge.output().split('TRUSTED_PROXIES').length - 1;
  expect(await counted(warnings)).toBeGreaterThan(0);
});
