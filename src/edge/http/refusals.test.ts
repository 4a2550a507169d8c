/** What the log says of requests that were refused. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { askExecute, askQuery, askSync, stream } from '../../workshop/testing/asks.ts';
import { type EdgeHouse, openEdgeHouse } from '../../workshop/testing/edge-house.ts';
import {
  authorizePath,
  call,
  codeFor,
  exchange,
  refresh,
} from '../../workshop/testing/linking-dance.ts';
import { google, openLinkingSite, type LinkingSite } from '../../workshop/testing/linking-site.ts';

let edge: EdgeHouse;
let site: LinkingSite;
/** An account that tries what must be refused. */
let probing: string | undefined;
beforeAll(async () => {
  edge = await openEdgeHouse({ isCanary: (account) => account === probing });
  site = await openLinkingSite();
});
afterAll(async () => {
  await edge.close();
  await site.close();
});
beforeEach(() => {
  edge.logged.length = 0;
  site.logged.length = 0;
});

/** The one line that was written, without the request's id, which it has. */
function line(of: { readonly logged: readonly string[] }): string {
  const told = of.logged.filter((one) => one.includes('refused'));
  expect(told).toHaveLength(1);
  expect(told[0]).toMatch(/"request":"[\w-]+"/);
  return told[0]?.replace(/"request":"[\w-]+",/, '') ?? '';
}

const webhook = 'a request to the webhook was refused';

test('the webhook names what is wrong, and what Google called its request', async () => {
  const asked = {
    requestId: 'r-1',
    inputs: [{ intent: 'action.devices.QUERY', payload: 'secret' }],
  };
  expect((await edge.post(edge.birch.token, asked)).status).toBe(400);
  expect(line(edge)).toBe(
    `${webhook} {"code":"bad-request",` +
      '"why":"inputs.0.payload: Invalid input: expected object, received string",' +
      '"googleRequest":"r-1"}',
  );
});

test.each([
  [
    'a bearer that is none',
    'garbage',
    {},
    '{"code":"unauthenticated","why":"the access token is not valid"}',
  ],
  [
    'a content type that is none',
    undefined,
    { 'content-type': 'text/plain' },
    '{"code":"bad-request","why":"the body must be application/json"}',
  ],
])('%s has a line', async (_what, token, headers, told) => {
  await edge.post(token ?? edge.birch.token, askSync(), headers);
  expect(line(edge)).toBe(`${webhook} ${told}`);
});

test('a request that is answered has none', async () => {
  expect((await edge.post(edge.birch.token, askSync())).status).toBe(200);
  expect(edge.logged.filter((one) => one.includes('refused'))).toEqual([]);
});

/** Asks, and returns each line about a device that was refused, and what was counted. */
async function refusedIn(asked: object) {
  edge.refusals.length = 0;
  expect((await edge.post(edge.birch.token, asked)).status).toBe(200);
  const lines = edge.logged.filter((one) => one.startsWith(deviceRefused));
  const told = lines.map((one) => JSON.parse(one.slice(deviceRefused.length)) as object);
  return { told, counted: [...edge.refusals] };
}

const deviceRefused = 'a device was refused in an answer to Google';
const getCameraStream = 'action.devices.commands.GetCameraStream';
const googleRequest = '6894439706274654512';
const protocols = { SupportedStreamProtocols: ['hls'] };

test.each([
  [
    'a list that is none',
    [{ command: getCameraStream, params: { SupportedStreamProtocols: {} } }],
    'bad-request',
    'params.SupportedStreamProtocols: Invalid input: expected array, received object',
  ],
  [
    'a truth value that is none',
    [{ command: getCameraStream, params: { ...protocols, StreamToChromecast: 'secret' } }],
    'bad-request',
    'params.StreamToChromecast: Invalid input: expected boolean, received string',
  ],
  [
    'parameters that are none',
    [{ command: getCameraStream, params: 'secret' }],
    'bad-request',
    'params: Invalid input: expected object, received string',
  ],
  [
    'a command that no camera knows',
    [
      { command: 'secret', params: {} },
      { command: getCameraStream, params: protocols },
    ],
    'command-unsupported',
    'command: none that a camera here knows',
  ],
  ['no command at all', [], 'command-unsupported', 'execution: no command'],
  [
    'a protocol that is not to be had',
    [{ command: getCameraStream, params: { SupportedStreamProtocols: ['dash'] } }],
    'protocol-unsupported',
    'no protocol that this display and camera share',
  ],
])('EXECUTE of %s leaves one line and one count', async (_what, execution, code, why) => {
  const { device } = edge.birch;
  const { told, counted } = await refusedIn(askExecute({ devices: [{ id: device }], execution }));
  const request = expect.any(String);
  const intent = 'action.devices.EXECUTE';
  expect(told).toEqual([{ request, code, why, device, intent, googleRequest }]);
  expect(counted).toEqual([`webhook ${code}`]);
  expect(edge.logged.join()).not.toContain('secret');
});

test('a device that is nobody’s has a line by what it is called, bounded and without what is no letter', async () => {
  const odd = `\u001b[31m"\n${'x'.repeat(100_000)}`;
  const { told, counted } = await refusedIn(askQuery('nobody', odd, edge.birch.device));
  expect(told).toMatchObject([
    { code: 'device-not-found', device: 'nobody', intent: 'action.devices.QUERY' },
    { code: 'device-not-found', device: `??31m??${'x'.repeat(57)}` },
  ]);
  expect(counted).toEqual(['webhook device-not-found', 'webhook device-not-found']);
});

test('a command that names no device has a line by its place', async () => {
  const odd = [[], { execution: [] }, { devices: null }];
  const { told, counted } = await refusedIn(askExecute(...odd));
  expect(told).toMatchObject(
    odd.map((_, at) => ({
      code: 'bad-request',
      why: `inputs.0.payload.commands.${at}.devices: no device is named`,
    })),
  );
  expect(counted).toHaveLength(odd.length);
});

test('a camera that is offline, and a device that could not be asked, have none', async () => {
  const offline = await edge.camera(edge.birch, 'Offline shed');
  const broken = await edge.camera(edge.birch, 'Broken barn');
  const { told, counted } = await refusedIn(askExecute(stream([offline, broken], ['hls'])));
  expect(told).toEqual([]);
  expect(counted).toEqual(['webhook internal']);
});

test('what a canary asks of its neighbour has none', async () => {
  probing = edge.birch.account;
  const asked = askExecute(stream([edge.harbour.device], ['hls']));
  const { told, counted } = await refusedIn(asked).finally(() => (probing = undefined));
  expect([told, counted]).toEqual([[], []]);
  expect((await refusedIn(asked)).told).toHaveLength(1);
});

/** Asks for a stream by WebRTC; returns where to signal, its bearer and its device. */
async function opened() {
  const { device, token } = edge.birch;
  const answer = await edge.post(token, askExecute(stream([device], ['webrtc'])));
  const { payload } = (await answer.json()) as {
    payload: { commands: [{ states: Record<string, string> }] };
  };
  const { states } = payload.commands[0];
  const { pathname } = new URL(states['cameraStreamSignalingUrl'] ?? '');
  edge.logged.length = 0;
  return { url: `${edge.origin}${pathname}`, bearer: states['cameraStreamAuthToken'], device };
}

test('signalling names the device, and no word of the message', async () => {
  const { url, bearer, device } = await opened();
  const headers = { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ action: 'offer', sdp: ['secret'] });
  expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(400);
  const told = line(edge);
  expect(told).toMatch(/^a signalling message was refused {"code":"bad-request","why":"sdp: /);
  expect(told).toContain(`"device":"${device}","session":"`);
  expect(told).not.toContain('secret');
});

test('a stream’s bearer that is missing has a line, without its ticket', async () => {
  const { url } = await opened();
  expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(401);
  const told = line(edge);
  expect(told).toContain('"code":"unauthenticated"');
  expect(told).not.toContain(new URL(url).pathname.split('/')[2]);
});

test('what a canary tries each round has none', async () => {
  const { url } = await opened();
  probing = edge.birch.account;
  expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(401);
  probing = undefined;
  expect(edge.logged.filter((one) => one.includes('refused'))).toEqual([]);
});

test('media says in the log what it hides from its caller', async () => {
  const { url, bearer } = await opened();
  const still = url.replace('/signal', '/snapshot.jpg');
  await edge.house.store.of(edge.birch.account).revokeGrant(edge.birch.grant);
  // The bridge knows of it: whatever the session's lease says, it is the right that is asked for.
  await edge.house.partitions.recheck();
  const headers = { authorization: `Bearer ${bearer}` };
  expect((await fetch(still, { headers })).status).toBe(404);
  expect(line(edge)).toContain(
    'a request for media was refused {"code":"not-found","why":"no such stream","because":"unauthenticated"',
  );
});

test('a ticket that is none has a line', async () => {
  expect((await fetch(`${edge.origin}/live/a.b.c/live.m3u8`)).status).toBe(404);
  expect(line(edge)).toMatch(/^a request for media was refused {"code":"not-found"/);
});

test('an authorization request that is refused has a line and a count', async () => {
  site.refusals.length = 0;
  const path = authorizePath({ response_type: 'token' });
  expect((await site.browser().get(path)).status).toBe(302);
  expect(line(site)).toMatch(/^authorization request refused {"error":"unsupported_response_type"/);
  expect(site.refusals).toEqual(['linking unsupported_response_type']);
});

test('of a code it is told which part of the call does not fit it', async () => {
  const code = await codeFor(await site.signedIn('birch@example.net'));
  const because = async (more: Record<string, string>): Promise<unknown> => {
    site.logged.length = 0;
    expect((await exchange(site, code, more)).status).toBe(400);
    return /"because":"(\w+)"/.exec(line(site) ?? '')?.[1];
  };
  expect(await because({ redirect_uri: google.redirectUris[1] ?? '' })).toBe('redirect_uri');
  expect(await because({ code_verifier: 'v'.repeat(43) })).toBe('code_verifier');
  expect(await because({ code: 'another' })).toBe('code');
  expect((await exchange(site, code)).status).toBe(200);
  site.logged.length = 0;
  expect((await refresh(site, 'of-nobody')).status).toBe(400);
  expect(line(site)).toContain('"because":"refresh_token"');
});

test('a call by another method, and one without a token, have a line and a count, too', async () => {
  for (const path of ['/oauth/token', '/oauth/authorize']) {
    [site.logged.length, site.refusals.length] = [0, 0];
    const method = path === '/oauth/token' ? 'GET' : 'PUT';
    expect((await fetch(`${site.origin}${path}`, { method })).status).toBe(405);
    expect(line(site)).toMatch(/^client refused {"error":"invalid_request","rule":"wrong method"/);
    expect(site.refusals).toEqual(['linking invalid_request']);
  }
  [site.logged.length, site.refusals.length] = [0, 0];
  expect((await fetch(`${site.origin}/oauth/userinfo`)).status).toBe(401);
  expect(line(site)).toMatch(/^client refused {"code":"unauthenticated"/);
  expect(site.refusals).toEqual(['linking unauthenticated']);
});

test('the token endpoint names the rule that was broken, and no secret', async () => {
  expect((await exchange(site, 'a-code-of-nobody')).status).toBe(400);
  expect(line(site)).toMatch(
    /^client refused {"error":"invalid_grant","rule":"[^"]+","because":"code"/,
  );
  site.logged.length = 0;
  expect((await call(site, 'token', new URLSearchParams({ x: 'x'.repeat(40_000) }))).status).toBe(
    413,
  );
  const told = line(site);
  expect(told).toMatch(/^client refused {"code":"too-large","why":"/);
  expect(told).not.toContain(google.secret);
});
