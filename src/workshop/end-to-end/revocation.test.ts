/**
 * Whatever ends somebody's right to a picture: no further media byte a second later.
 *
 * @takes 32 s
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { postJson } from '../../simulator/client/post-json.ts';
import { postForm, revokeForm } from '../../simulator/client/oauth-forms.ts';
import type { Linked } from '../../simulator/client/link.ts';
import type { Receiver } from '../../pictures/streams/webrtc/testing/receiver.ts';
import { startDemoBridge, type DemoBridge } from '../testing/demo-bridge.ts';
import { openOperator, type NewAccount, type Operator } from '../testing/operator.ts';
import { until } from '../until.ts';
import { hlsFiles, openStream } from '../testing/streams.ts';
import { watchWebRtc } from '../testing/watch-webrtc.ts';

let bridge: DemoBridge;
let operator: Operator;
let heir: NewAccount;

beforeAll(async () => {
  bridge = await startDemoBridge();
  operator = openOperator(bridge.dataDir);
  heir = await operator.settle('heir', rtsp('heir'));
});
afterAll(async () => {
  await operator.close();
  await bridge.close();
});

/** A channel of its own for each household: a camera has one owner. */
const rtsp = (name: string) => `${bridge.birch.cameras[1]?.rtsp ?? ''}?channel=${name}`;

interface Watching {
  readonly account: NewAccount;
  readonly linked: Linked;
  readonly hls: string;
  readonly signal: string;
  readonly bearer: string;
  readonly receiver: Receiver;
}

/** A household of its own whose camera is being watched over HLS and WebRTC. */
async function watching(name: string): Promise<Watching> {
  const account = await operator.settle(name, rtsp(name));
  const linked = await bridge.link(account);
  const [hls, webrtc] = [
    await openStream(bridge, linked.accessToken, account.device, 'hls'),
    await openStream(bridge, linked.accessToken, account.device, 'webrtc'),
  ];
  const receiver = await watchWebRtc(webrtc, account.device);
  const { url: signal, bearer } = webrtc;
  return { account, linked, hls: hls.url, signal, bearer, receiver };
}

async function statusesOf(master: string): Promise<number[]> {
  const files = [master, new URL('live.m3u8', master), new URL('snapshot.jpg', master)];
  return Promise.all(files.map(async (url) => (await fetch(url)).status));
}

const causes: [string, (of: Watching) => Promise<unknown>][] = [
  ['DISCONNECT', ({ linked }) => bridge.intend(linked.accessToken, 'DISCONNECT')],
  [
    'the refresh token is revoked by its client',
    async ({ linked }) => {
      const { clientId, clientSecret } = bridge.demo.oauth;
      const form = revokeForm({ id: clientId, secret: clientSecret }, linked.refreshToken);
      expect((await postForm(bridge.origin, 'revoke', form)).status).toBe(200);
    },
  ],
  ['the account is unlinked', ({ account }) => operator.store.of(account.account).revokeGrants()],
  ['the password changes', ({ account }) => operator.store.of(account.account).setPassword('-')],
  ['the account is removed', ({ account }) => operator.store.of(account.account).remove()],
  ['the camera is removed', ({ account }) => operator.register.remove(account.device)],
  [
    'the camera is handed over',
    ({ account }) => operator.register.transfer(account.device, heir.account),
  ],
];

test.each(causes)('after %s', async (cause, revoke) => {
  const of = await watching(`household${causes.findIndex(([name]) => name === cause)}`);
  const { hls, receiver } = of;
  try {
    const segment = (await hlsFiles(hls))[2] ?? '';
    expect(await statusesOf(hls)).toEqual([200, 200, 200]);
    await revoke(of);
    await sleep(1_000);
    const received = receiver.video.length + receiver.audio.length;
    expect(await statusesOf(hls)).toEqual([404, 404, 404]);
    expect((await fetch(segment)).status).toBe(404);
    await sleep(1_500);
    expect(receiver.video.length + receiver.audio.length).toBe(received);
  } finally {
    receiver.close();
  }
});

test('after a withdrawn share, for the one it was shared with only', async () => {
  const owner = await watching('owner');
  const guest = await operator.settle('guest', rtsp('guest'));
  const device = await operator.register.share(owner.account.device, guest.account);
  const linked = await bridge.link(guest);
  const shared = await openStream(bridge, linked.accessToken, device, 'hls');
  await hlsFiles(shared.url);
  await operator.register.unshare(owner.account.device, guest.account);
  await sleep(1_000);
  expect(await statusesOf(shared.url)).toEqual([404, 404, 404]);
  expect(await statusesOf(owner.hls)).toEqual([200, 200, 200]);
  const before = owner.receiver.video.length;
  await until(() => owner.receiver.video.length > before, 60_000);
  owner.receiver.close();
});

test('after the display says end', async () => {
  const { signal, bearer, receiver } = await watching('leaving');
  const answer = await postJson(signal, bearer, { action: 'end' });
  expect([answer.status, await answer.json()]).toEqual([200, {}]);
  await sleep(1_000);
  const received = receiver.video.length;
  await sleep(1_000);
  expect(receiver.video.length).toBe(received);
  receiver.close();
});
