/**
 * Nothing secret is written down, whatever happens, even when everything is logged.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startDemoBridge, type DemoBridge } from '../testing/demo-bridge.ts';
import { openOperator } from '../testing/operator.ts';
import { hlsFiles, openStream, streamCommand } from '../testing/streams.ts';

let bridge: DemoBridge;
beforeAll(async () => {
  bridge = await startDemoBridge();
});
afterAll(() => bridge.close());

test('the log and every error answer keep tokens, tickets, passwords and addresses to themselves', async () => {
  const answers: string[] = [];
  const keep = async (response: Response | Promise<Response>) => {
    answers.push(await (await response).text());
  };
  const { origin, birch, demo } = bridge;
  const linked = await bridge.link(birch);
  const stream = await openStream(
    bridge,
    linked.accessToken,
    birch.cameras[0]?.deviceId ?? '',
    'hls',
  );
  const files = await hlsFiles(stream.url);
  for (const url of files) await (await fetch(url)).arrayBuffer();

  // A camera that is not there, behind an address with a password.
  const operator = openOperator(bridge.dataDir);
  const rtsp = 'rtsp://viewer:hush-hush-camera@127.0.0.1:9/front-door';
  const dead = await operator.settle('dead', rtsp);
  const { accessToken } = await bridge.link({ ...birch, ...dead });
  const refused = await bridge.intend(accessToken, 'EXECUTE', streamCommand(dead.device, ['hls']));
  expect(refused.body.payload.commands[0]).toMatchObject({ errorCode: 'deviceOffline' });
  answers.push(JSON.stringify(refused.body));
  await operator.close();

  // Wrong in every way.
  const bad = { email: birch.email, password: 'hush-hush-password' };
  const post = (path: string, body: URLSearchParams | string, headers = {}) =>
    fetch(`${origin}${path}`, { method: 'POST', body, headers: { origin, ...headers } });
  await keep(post('/sign-in', new URLSearchParams(bad)));
  const token = { grant_type: 'authorization_code', code: 'hush-hush-code' };
  const client = { client_id: demo.oauth.clientId, client_secret: demo.oauth.clientSecret };
  await keep(post('/oauth/token', new URLSearchParams({ ...token, ...client })));
  await keep(
    post(
      '/oauth/token',
      new URLSearchParams({ ...token, ...client, client_secret: 'hush-hush-secret' }),
    ),
  );
  const bearer = { authorization: 'Bearer hush-hush-bearer', 'content-type': 'application/json' };
  await keep(post('/fulfillment', '{"hush-hush-body":', bearer));
  const right = { ...bearer, authorization: `Bearer ${linked.accessToken}` };
  await keep(post('/fulfillment', '{"hush-hush-body":', right));
  await keep(fetch(stream.url.replace('index', 'other')));
  await keep(fetch(`${origin}/live/hush-hush.hush-hush.hush-hush/index.m3u8`));
  await keep(fetch(`${origin}/oauth/authorize?client_id=x&state=hush-hush-state`));
  await bridge.intend(linked.accessToken, 'DISCONNECT');
  await keep(fetch(stream.url));
  await sleep(300);

  const secrets = [
    'hush-hush',
    linked.accessToken,
    linked.refreshToken,
    stream.ticket,
    stream.bearer,
    demo.oauth.clientSecret,
    ...demo.accounts.map(({ password }) => password),
    ...demo.accounts.flatMap(({ cameras }) => cameras.map((camera) => camera.rtsp)),
    'window-seat',
    'rtsp://',
  ];
  expect(bridge.logged()).not.toBe('');
  for (const text of [bridge.logged(), ...answers]) {
    for (const secret of secrets) expect(text).not.toContain(secret);
  }
});
