/** Signing out in a browser that is a virtual display, too. */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { displayOf } from '../testing/display-linking.ts';
import { formOf, locationOf, Visitor } from '../../simulator/client/visitor.ts';
import { startDemoBridge, type DemoAccount, type DemoBridge } from '../testing/demo-bridge.ts';

jest.setTimeout(60_000);

let bridge: DemoBridge;
beforeAll(async () => {
  bridge = await startDemoBridge();
});
afterAll(() => bridge.close());

/** A browser in which somebody has signed in and linked the virtual display. */
const display = (account: DemoAccount): Promise<Visitor> => displayOf(bridge.origin, account);

const services = async (browser: Visitor): Promise<number> =>
  (await (await browser.ask('/account')).text()).split('action="/account/unlink"').length - 1;

test('ends that display: its cookie, its linking and what it was given; no other browser’s', async () => {
  const [leaving, staying] = [await display(bridge.birch), await display(bridge.birch)];
  expect((await leaving.ask('/display/api/sync', {})).status).toBe(200);
  expect(await services(leaving)).toBe(2);

  const { action, fields } = formOf(await (await leaving.ask('/account')).text(), 'Sign out');
  const answer = await leaving.ask(action, { ...fields });
  expect(answer.status).toBe(303);
  const cleared = answer.headers.getSetCookie().map((line) => /^\w+=/.exec(line)?.[0]);
  expect(new Set(cleared)).toEqual(new Set(['casement=', 'casement_display=']));
  for (const line of answer.headers.getSetCookie()) expect(line).toMatch(/^\w+=;.*Max-Age=0/);
  expect((await leaving.ask('/display/api/sync', {})).status).toBe(401);

  expect((await staying.ask('/display/api/sync', {})).status).toBe(200);
  expect(await services(staying)).toBe(1);
});

/** Signs in at a browser, whoever is signed in there. */
async function signIn(browser: Visitor, { email, password }: DemoAccount): Promise<Response> {
  const { action, fields } = formOf(await (await browser.ask('/sign-in')).text(), 'Sign in');
  return browser.ask(action, { ...fields, email, password });
}

test('signing in to another account ends the display of the first one there, and no other', async () => {
  const [shared, staying] = [await display(bridge.birch), await display(bridge.birch)];
  const before = await services(staying);
  await signIn(shared, bridge.birch);
  expect((await shared.ask('/display/api/sync', {})).status).toBe(200);
  const answer = await signIn(shared, bridge.harbour);
  expect(answer.headers.getSetCookie().join()).toMatch(/casement_display=;.*Max-Age=0/);
  expect((await shared.ask('/display/api/sync', {})).status).toBe(401);
  expect((await staying.ask('/display/api/sync', {})).status).toBe(200);
  expect(await services(staying)).toBe(before - 1);
});

test('a linking that has begun is not ended by signing in to whichever account is to be linked', async () => {
  const browser = new Visitor({ origin: bridge.origin });
  await signIn(browser, bridge.birch);
  const begun = locationOf(await browser.ask('/display/link', {}), 'the display');
  await signIn(browser, bridge.harbour);
  const { action, fields } = formOf(await (await browser.ask(begun)).text(), 'Agree');
  const agreed = await browser.ask(action, { ...fields, decision: 'agree' });
  await browser.ask(locationOf(agreed, 'consent'));
  expect((await browser.ask('/display/api/sync', {})).status).toBe(200);
});

test('a form that was not shown to this sign-in ends nothing', async () => {
  const browser = await display(bridge.harbour);
  await browser.ask('/sign-out', { binding: 'guessed' });
  expect((await browser.ask('/display/api/sync', {})).status).toBe(200);
});
