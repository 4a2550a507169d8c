/** What a stranger at the virtual display, and a display with addresses of its choice, could do. */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { offerTo } from '../../../simulator/client/signal.ts';
import { codeForm, postForm, refreshForm } from '../../../simulator/client/oauth-forms.ts';
import { authorizationCode, link } from '../../../simulator/client/link.ts';
import { browserOffer } from '../../../pictures/streams/webrtc/testing/offers.ts';
import {
  openStrangers,
  type Strangers,
} from '../../../pictures/streams/webrtc/testing/strangers.ts';
import { openWorkplace, type BridgeProcess, type Workplace } from '../../testing/bridge-process.ts';
import { createJar } from '../../testing/cookie-jar.ts';
import { intendAt } from '../../testing/intend.ts';
import { counted } from '../../testing/street.ts';
import { streamCommand, givenIn } from '../../testing/streams.ts';

jest.setTimeout(120_000);

let workplace: Workplace;
let bridge: BridgeProcess;
let strangers: Strangers;
beforeAll(async () => {
  workplace = await openWorkplace();
  bridge = await workplace.start();
  strangers = await openStrangers(30);
});
afterAll(async () => {
  await workplace.close();
  await strangers.close();
});

function order() {
  const { origin, oauth, accounts } = bridge.demo;
  const [{ email, password } = { email: '', password: '' }] = accounts;
  return { origin, ...oauth, email, password };
}

function google() {
  const { clientId: id, clientSecret: secret } = order();
  return { id, secret };
}

/** Posts to the token endpoint as Google would. */
async function asGoogle(form: Readonly<Record<string, string>>) {
  const answer = await postForm(order().origin, 'token', form);
  const { refresh_token: refresh } = (await answer.json()) as { refresh_token?: string };
  return { status: answer.status, refresh };
}

const exchange = (code: string) =>
  asGoogle(codeForm(google(), { code, redirectUri: order().redirectUri }));

const refresh = async (token: string): Promise<number> =>
  (await asGoogle(refreshForm(google(), token))).status;

/** Brings a code to the virtual display, in a linking that was begun there. */
async function bring(code: string): Promise<void> {
  const { origin } = order();
  const stranger = createJar(origin);
  const begun = new URL((await stranger.post('/display/link', {})).location);
  const state = begun.searchParams.get('state') ?? '';
  await stranger.get(`/display/linked?${new URLSearchParams({ state, code })}`);
}

test('a code under way to Google is not burnt at the virtual display', async () => {
  const code = await authorizationCode(order());
  await bring(code);
  expect((await exchange(code)).status).toBe(200);
});

test('an old code of a linking with Google does not end it at the virtual display', async () => {
  const code = await authorizationCode(order());
  const linked = await exchange(code);
  if (linked.refresh === undefined) throw new Error('it was not linked');
  await bring(code);
  expect(await refresh(linked.refresh)).toBe(200);
});

test('no address is called that a display names', async () => {
  const { origin, accounts } = bridge.demo;
  const device = accounts[0]?.cameras[0]?.deviceId ?? '';
  const { accessToken } = await link(order());
  const asked = streamCommand(device, ['webrtc']);
  const { body } = await intendAt(origin)(accessToken, 'EXECUTE', asked);
  const given = givenIn(body);
  if (given === undefined) throw new Error('no stream');
  const offer = browserOffer(['video']).replace(
    'a=rtcp-mux\r\n',
    `a=rtcp-mux\r\n${strangers.candidates.join('\r\n')}\r\n`,
  );
  await offerTo(given, device, offer);
  expect(await counted(() => strangers.called().length)).toBe(0);
});
