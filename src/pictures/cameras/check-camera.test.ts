/** A camera tried once, over real sockets, with a real store behind its guard. */
import type { RequestListener } from 'node:http';
import { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { CameraAddress } from '../../wall/partitions/camera-address.ts';
import { createOrigins } from './origin/origins.ts';
import { openOrigin } from '../../wall/partitions/bound-origins.ts';
import { createRecogniser } from './origin/pins.ts';
import type { ClaimSerial } from '../../wall/partitions/serials.ts';
import type { PinnedLine } from '../../storage/pins.ts';
import { selfSigned } from '../../workshop/testing/self-signed.ts';
import { openTestHouse, type TestHouse } from '../../workshop/testing/test-house.ts';
import {
  askingFor,
  deviceAnswer,
  jpegAnswer,
  webCamera,
} from '../../workshop/testing/web-camera.ts';
import { checkCamera } from './check-camera.ts';
import type { CheckStep } from './check/steps.ts';
import type { Reason } from './reason.ts';
import { bench } from './rtsp/testing/bench.ts';
import { sourceKinds } from './kinds.ts';
import type { SourceOptions } from './source-options.ts';
import { burst, type Script, usualSdp } from './rtsp/testing/scripted-camera.ts';
import { until } from '../../workshop/until.ts';
import { createKnownCameras } from '../../wall/partitions/known-cameras.ts';
import { allOrigins, allPins } from '../../storage/contract/whole.ts';

const { camera, keep } = bench();
let house: TestHouse;
beforeEach(async () => {
  house = await openTestHouse();
});
afterEach(() => house.close());

async function web(...how: Parameters<typeof webCamera>) {
  const one = await webCamera(...how);
  keep(one);
  return one;
}

async function tried(
  rtsp: string,
  more: Partial<CameraAddress> = {},
  timeoutMs = 5_000,
  intervalTimeoutMs = 20,
  claimSerial: ClaimSerial = async () => true,
  spoken: Partial<SourceOptions> = {},
) {
  const { camera: id } = await house.addAccount('Birch');
  const { store, ring } = house;
  const nothing = (): void => undefined;
  const cameras = createKnownCameras(store, ring, Date.now);
  const guardOrigin = createOrigins({
    cameras,
    claim: async () => undefined,
    onRefused: nothing,
  });
  const { recognise } = createRecogniser({
    cameras,
    claimSerial,
    alarm: nothing,
    warn: nothing,
    now: Date.now,
  });
  const stamp = { camera: id, epoch: 1 };
  const row = {
    stream: rtsp,
    transport: 'auto',
    alwaysWarm: false,
    opening: 1,
    stamp,
    ...more,
  } as const;
  const steps: CheckStep[] = [];
  const { failed, facts, wasOpen, ...checked } = await checkCamera(row, {
    guardOrigin,
    recognise,
    timeoutMs,
    limits: { intervalTimeoutMs },
    kinds: sourceKinds(),
    opening: spoken,
    tell: (step) => void steps.push(step),
  });
  expect(wasOpen).toBe(false);
  const origins = await allOrigins(store);
  const of = (wanted: PinnedLine) => {
    const sealed = origins.find(({ line }) => line === wanted);
    return sealed && openOrigin(ring, sealed);
  };
  const pins = await allPins(store);
  return {
    checked,
    failed,
    facts,
    steps,
    origin: of('stream'),
    still: of('still'),
    onvif: of('onvif'),
    pins: pins.length,
  };
}

/** Asks for a password before it tells anything, and takes one word for it. */
const asking = (challenge: string, wrong = false): Script => ({
  reply: ({ headers }, usual) =>
    headers.has('authorization') && !wrong
      ? usual
      : { status: 401, headers: { 'WWW-Authenticate': challenge } },
});
const withPassword = (url: string): string => url.replace('//', '//u:sesame@');

test('a camera that answers is bound and pinned, and let go of', async () => {
  const one = await camera(asking('Digest realm="IPC", nonce="1"'));
  const { checked, origin, pins } = await tried(withPassword(one.url));
  expect(checked.stream).toEqual({ reason: null, scheme: 'md5' });
  expect(origin).toEqual({
    place: { address: '127.0.0.1', port: one.port },
    proof: { authentication: { scheme: 'md5', realm: 'IPC' }, transport: 'tcp' },
  });
  expect(pins).toBe(1);
  expect(one.requests.at(-1)?.method).toBe('TEARDOWN');
  await until(() => one.sockets.size === 0);
});

test('one that asks for nothing is bound as such', async () => {
  const { checked, origin } = await tried((await camera()).url);
  expect(checked.stream).toEqual({ reason: null });
  expect(origin?.proof).toEqual({ transport: 'tcp' });
});

test('one that asks for a password only to set up a stream is bound to that', async () => {
  const ask = asking('Digest realm="IPC", nonce="1"');
  const one = await camera({
    reply: (request, usual) =>
      request.method === 'DESCRIBE' || request.method === 'OPTIONS'
        ? usual
        : ask.reply?.(request, usual, new Socket()),
  });
  const { checked, origin } = await tried(withPassword(one.url));
  expect(checked.stream).toEqual({ reason: null, scheme: 'md5' });
  expect(origin?.proof.authentication).toEqual({ scheme: 'md5', realm: 'IPC' });
});

test.each([
  ['Basic realm="IPC"', 'basic'],
  ['Digest realm="IPC", nonce="1"', 'md5'],
])('a wrong password is told as such, and binds nothing: %s', async (challenge, scheme) => {
  const one = await camera(asking(challenge, true));
  const { checked, origin, pins } = await tried(withPassword(one.url));
  expect(checked.stream).toEqual({ reason: { code: 'wrong-password' }, scheme });
  expect({ origin, pins }).toEqual({ origin: undefined, pins: 0 });
});

test('a password that is missing is told as such', async () => {
  const one = await camera(asking('Basic realm="IPC"'));
  expect((await tried(one.url)).checked.stream).toEqual({ reason: { code: 'password-missing' } });
});

test('a key of its own is told and hears nothing until it is confirmed', async () => {
  const own = selfSigned();
  const one = await camera({ tls: own });
  const key = { fingerprint: own.fingerprint, vouched: false };
  const unconfirmed = await tried(withPassword(one.url));
  expect(unconfirmed).toMatchObject({
    checked: { stream: { reason: { code: 'certificate' }, key } },
    origin: undefined,
    pins: 0,
  });
  expect(one.requests).toEqual([]);
});

test('a key that was confirmed is bound', async () => {
  const own = selfSigned();
  const one = await camera({ tls: own });
  const { checked, origin } = await tried(one.url, { keys: [own.fingerprint] });
  const key = { fingerprint: own.fingerprint, vouched: false };
  expect(checked.stream).toEqual({ reason: null, key });
  expect(origin?.proof.key).toEqual(key);
});

test('authorities that were given vouch for a key', async () => {
  const own = selfSigned();
  const one = await camera({ tls: own });
  const { checked } = await tried(one.url, { ca: own.cert });
  expect(checked.stream).toEqual({
    reason: null,
    key: { fingerprint: own.fingerprint, vouched: true },
  });
});

test.each<[string, Script, string]>([
  ['no H.264', { sdp: 'v=0\r\nm=video 0 RTP/AVP 26\r\n' }, 'only-mjpeg'],
  ['no video', { sdp: 'v=0\r\nm=audio 0 RTP/AVP 0\r\n' }, 'no-video'],
  ['a page in place of a description', { sdp: '<html>Log in</html>\r\n' }, 'malformed'],
  ['another protocol', { greet: Buffer.from('SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n') }, 'malformed'],
  ['no such path', { reply: () => ({ status: 404 }) }, 'no-such-stream'],
  [
    'another place',
    { reply: () => ({ status: 302, headers: { Location: 'rtsp://127.0.0.2/x' } }) },
    'led-elsewhere',
  ],
])('what has %s is told as such', async (_what, script, found) => {
  expect((await tried((await camera(script)).url)).checked.stream).toEqual({
    reason: { code: found },
  });
});

test.each(['SETUP', 'PLAY'])('nothing at the path of %s is told at that step', async (method) => {
  const one = await camera({
    reply: (request, usual) => (request.method === method ? { status: 404 } : usual),
  });
  const { checked, failed } = await tried(one.url);
  expect({ stream: checked.stream, failed }).toEqual({
    stream: { reason: { code: 'no-such-stream' } },
    failed: method === 'SETUP' ? 'set-up' : 'play',
  });
});

test('one that falls silent after its first packets fails at the step after them', async () => {
  const one = await camera({ play: (socket) => void socket.write(burst({ from: 1, count: 2 })) });
  const { checked, failed } = await tried(one.url, {}, 5_000, 20, undefined, {
    silentAfterMs: 200,
  });
  expect({ stream: checked.stream, failed }).toEqual({
    stream: { reason: { code: 'silent' } },
    failed: 'key-picture',
  });
});

test('where nobody listens it ends at once', async () => {
  const gone = await camera();
  await gone.close();
  expect((await tried(gone.url, {}, 60_000)).checked.stream).toEqual({
    reason: { code: 'refused' },
  });
});

test('one that answers later than a display waits is waited for as long as a check does', async () => {
  let answer = (): void => undefined;
  const slow = await camera({
    reply({ method, uri, headers }, usual, socket) {
      if (method !== 'DESCRIBE') return usual;
      const lines = [
        'RTSP/1.0 200 OK',
        `CSeq: ${headers.get('cseq') ?? ''}`,
        `Content-Base: ${uri}/`,
        'Content-Type: application/sdp',
        `Content-Length: ${usualSdp.length}`,
      ];
      answer = () => void socket.write(`${lines.join('\r\n')}\r\n\r\n${usualSdp}`);
      return undefined;
    },
  });
  const given: (Reason | undefined)[] = [];
  const { checked, failed } = await tried(slow.url, {}, 5_000, 20, async () => true, {
    readyTimeoutMs: 50,
    note(_address, _line, reason) {
      given.push(reason);
      if (reason?.code === 'timed-out') answer();
    },
  });
  expect(given[0]).toEqual({ code: 'timed-out' });
  expect({ stream: checked.stream, failed }).toEqual({ stream: { reason: null }, failed: null });
});

test('a camera that says nothing does not answer', async () => {
  const mute = await camera({ reply: () => undefined });
  expect((await tried(mute.url, {}, 50)).checked.stream).toEqual({ reason: { code: 'timed-out' } });
});

test.each([
  ['many connections', 'closed', {}],
  ['one, which another takes', 'one-connection', { connections: 1 }],
] as const)(
  'one of %s that ends each right after it began does not play',
  async (_, code, more) => {
    const one = await camera({
      play(socket) {
        // Another key picture over the same connection never comes.
        socket.write(burst({ count: 5 }));
        setTimeout(() => socket.destroy(), 30);
      },
    });
    const { checked, failed, facts } = await tried(one.url, more, 5_000, 20_000);
    expect(checked.stream).toMatchObject({ reason: { code } });
    expect(failed).toBe('key-picture');
    expect(facts).toBeNull();
  },
  30_000,
);

describe('its other URLs', () => {
  test('are each tried and bound, as the bridge would ask them', async () => {
    const one = await camera();
    const still = await web(askingFor('Basic realm="IPC"', jpegAnswer));
    const onvif = await web(askingFor('Digest realm="IPC", nonce="1"', deviceAnswer('7')));
    const found = await tried(one.url, { still: still.url, onvif: onvif.url });
    expect(found.checked).toEqual({
      stream: { reason: null },
      still: { reason: null, scheme: 'basic' },
      onvif: { reason: null, scheme: 'md5' },
    });
    expect(found).toMatchObject({
      origin: { place: { port: one.port }, proof: {} },
      still: { place: { port: still.port }, proof: { authentication: { scheme: 'basic' } } },
      onvif: { place: { port: onvif.port }, proof: { authentication: { scheme: 'md5' } } },
      pins: 3,
    });
    await until(() => one.sockets.size === 0);
  });

  test.each<[string, ClaimSerial]>([
    ['same-serial', async () => false],
    ['unverified', () => Promise.reject(new Error('down'))],
  ])('%s is told of the service and of the stream alike', async (code, claimSerial) => {
    const onvif = (await web(deviceAnswer('7'))).url;
    const { checked, failed } = await tried(
      (await camera()).url,
      { onvif },
      5_000,
      20,
      claimSerial,
    );
    expect(checked).toEqual({ stream: { reason: { code } }, onvif: { reason: { code } } });
    expect(failed).toBe('recognise');
  });

  test('are told nothing under a key of their own until it is confirmed', async () => {
    const own = selfSigned();
    const key = { fingerprint: own.fingerprint, vouched: false };
    const one = await camera();
    const still = await web(jpegAnswer, { tls: own });
    const onvif = await web(deviceAnswer('7'), { tls: own });
    const where = { still: still.url, onvif: onvif.url };
    const unconfirmed = await tried(one.url, where);
    expect(unconfirmed).toMatchObject({
      origin: undefined,
      still: undefined,
      onvif: undefined,
      failed: 'recognise',
      checked: {
        stream: { reason: { code: 'onvif-refused' } },
        still: { reason: { code: 'certificate' }, key },
        onvif: { reason: { code: 'certificate' }, key },
      },
      // What was seen of it is kept; it is not bound before its device is known.
      pins: 1,
    });
    expect([still.logins, onvif.logins]).toEqual([[], []]);
  });

  test('are bound once it is', async () => {
    const own = selfSigned();
    const key = { fingerprint: own.fingerprint, vouched: false };
    const still = await web(jpegAnswer, { tls: own });
    const onvif = await web(deviceAnswer('7'), { tls: own });
    const where = { still: still.url, onvif: onvif.url, keys: [own.fingerprint] };
    const found = await tried((await camera()).url, where);
    expect(found.checked.still).toEqual({ reason: null, key });
    expect(found.checked.onvif).toEqual({ reason: null, key });
    expect([found.still?.proof.key, found.onvif?.proof.key]).toEqual([key, key]);
  });

  test.each<[string, RequestListener, Reason]>([
    [
      'another thing than a JPEG',
      (_request, response) => void response.end('<html>'),
      { code: 'malformed' },
    ],
    [
      'nothing at this path',
      (_request, response) => void response.writeHead(404).end(),
      { code: 'no-such-stream' },
    ],
    [
      'no leave',
      (_request, response) => void response.writeHead(403).end(),
      { code: 'wrong-password' },
    ],
    [
      'an error',
      (_request, response) => void response.writeHead(500).end(),
      { code: 'status', status: 500 },
    ],
    ['no answer', (request) => void request.socket.destroy(), { code: 'closed' }],
    [
      'another place',
      (_request, response) => void response.writeHead(302, { location: 'http://127.0.0.2/' }).end(),
      { code: 'led-elsewhere' },
    ],
    [
      'no end of redirects',
      (_request, response) => void response.writeHead(302, { location: '/' }).end(),
      { code: 'led-elsewhere' },
    ],
  ])('a still that has %s is told as such, and not bound', async (_what, listener, reason) => {
    const { checked, still, pins } = await tried((await camera()).url, {
      still: (await web(listener)).url,
    });
    expect(checked).toEqual({ stream: { reason: null }, still: { reason } });
    expect({ still, pins }).toEqual({ still: undefined, pins: 1 });
  });

  test('a still that asks for a password that its URL has not is told as such', async () => {
    const still = await web(askingFor('Basic realm="IPC"', jpegAnswer));
    const { checked } = await tried((await camera()).url, {
      still: still.url.replace('u:sesame@', ''),
    });
    expect(checked.still).toEqual({ reason: { code: 'password-missing' } });
  });

  test('without the answer of its ONVIF service nothing is bound', async () => {
    const one = await camera();
    const still = await web(jpegAnswer);
    const onvif = 'http://127.0.0.1:1/onvif/device_service';
    const { checked, origin, still: own } = await tried(one.url, { onvif, still: still.url });
    expect(checked).toEqual({
      stream: { reason: { code: 'onvif-silent' } },
      still: { reason: { code: 'onvif-silent' } },
      onvif: { reason: { code: 'onvif-silent' } },
    });
    expect([origin, own]).toEqual([undefined, undefined]);
  });

  test.each<[string, RequestListener, number, string]>([
    [
      'an error',
      (_request, response) => void response.writeHead(500).end(),
      5_000,
      'onvif-refused',
    ],
    ['another document', (_request, response) => void response.end('<a/>'), 5_000, 'onvif-refused'],
    ['nothing', () => undefined, 200, 'onvif-silent'],
  ])('an ONVIF service that answers %s is told as such', async (_what, listener, ms, reason) => {
    const onvif = (await web(listener)).url;
    expect((await tried((await camera()).url, { onvif }, ms)).checked).toEqual({
      stream: { reason: { code: reason } },
      onvif: { reason: { code: reason } },
    });
  });
});
