/** The virtual display beside Google on the whole bridge, and what a restart leaves of its linkings. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { formOf, locationOf, Visitor } from '../../simulator/client/visitor.ts';
import { type DemoBridge, startDemoBridge } from '../testing/demo-bridge.ts';

let bridge: DemoBridge;
beforeAll(async () => {
  bridge = await startDemoBridge();
});
afterAll(() => bridge.close());

/** A browser in which Birch has signed in. */
async function birch(): Promise<Visitor> {
  const visitor = new Visitor(bridge);
  const { email, password } = bridge.birch;
  const page = await (await visitor.ask('/sign-in?return_to=/account')).text();
  const { action, fields } = formOf(page, 'password');
  await visitor.ask(action, { ...fields, email, password });
  return visitor;
}

/** Links a virtual display in that browser; returns the client that it linked as. */
async function linkDisplay(visitor: Visitor): Promise<string> {
  const begun = locationOf(await visitor.ask('/display/link', {}), 'the display');
  const consent = formOf(await (await visitor.ask(begun)).text(), 'decision');
  const agreed = await visitor.ask(consent.action, { ...consent.fields, decision: 'agree' });
  const linked = await visitor.ask(locationOf(agreed, 'consent'));
  expect([linked.status, locationOf(linked, 'linking')]).toEqual([303, '/display']);
  return new URL(begun).searchParams.get('client_id') ?? '';
}

async function services(): Promise<string[]> {
  const page = await (await (await birch()).ask('/account')).text();
  return [...page.matchAll(/aria-label="Unlink ([^,"]+),/g)].map(([, name = '']) => name);
}

test('it is a client of its own, and after a restart none of its linkings is left over', async () => {
  const google = await bridge.link(bridge.birch);
  expect(await linkDisplay(await birch())).not.toBe(bridge.demo.oauth.clientId);
  expect((await services()).toSorted()).toEqual(['Google', 'Virtual display']);
  bridge = await bridge.restart();
  expect(await services()).toEqual(['Google']);
  expect((await bridge.intend(google.accessToken, 'SYNC')).status).toBe(200);
});
