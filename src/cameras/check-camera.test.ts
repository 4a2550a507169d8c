/** A camera tried once, over real sockets, with a real store behind its guard. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { CameraAddress } from '../partitions/camera-address.ts';
import { createOrigins, openOrigin } from '../partitions/origins.ts';
import { createRecogniser } from '../partitions/pins.ts';
import { selfSigned } from '../testing/self-signed.ts';
import { openTestHouse, type TestHouse } from '../testing/test-house.ts';
import { checkCamera } from './check-camera.ts';
import { bench } from './rtsp/testing/bench.ts';
import type { Script } from './rtsp/testing/scripted-camera.ts';
import { until } from './rtsp/testing/watching.ts';

const { camera } = bench();
let house: TestHouse;
beforeEach(async () => {
  house = await openTestHouse();
});
afterEach(() => house.close());

async function tried(rtsp: string, more: Partial<CameraAddress> = {}, timeoutMs = 5_000) {
  const { camera: id } = await house.household('Birch');
  const { store, ring } = house;
  const nothing = (): void => undefined;
  const guardOrigin = createOrigins({
    store,
    ring,
    claim: async () => undefined,
    onRefused: nothing,
    now: Date.now,
  });
  const { recognise } = createRecogniser({ store, alarm: nothing, warn: nothing, now: Date.now });
  const stamp = { camera: id, epoch: 1 };
  const row = { rtsp, transport: 'auto', alwaysWarm: false, opening: 1, stamp, ...more } as const;
  const checked = await checkCamera(row, { guardOrigin, recognise, timeoutMs });
  const [sealed] = await store.origins.list();
  const pins = await store.pins.list();
  return { checked, origin: sealed && openOrigin(ring, sealed), pins: pins.length };
}

/** Asks for a password before it tells anything, and takes one word for it. */
const asking = (challenge: string, wrong = false): Script => ({
  reply: ({ headers }, usual) =>
    headers.has('authorization') && !wrong
      ? usual
      : { status: 401, headers: { 'WWW-Authenticate': challenge } },
});
const withPassword = (url: string): string => url.replace('//', '//u:sesame@');

test('a camera that answers is bound and pinned, and nothing is played', async () => {
  const one = await camera(asking('Digest realm="IPC", nonce="1"'));
  const { checked, origin, pins } = await tried(withPassword(one.url));
  expect(checked).toEqual({ found: 'answers', scheme: 'md5' });
  expect(origin).toEqual({
    place: { address: '127.0.0.1', port: one.port },
    proof: { authentication: { scheme: 'md5', realm: 'IPC' } },
  });
  expect(pins).toBe(1);
  expect(new Set(one.requests.map(({ method }) => method))).toEqual(new Set(['DESCRIBE']));
  await until(() => one.sockets.size === 0);
});

test('one that asks for nothing is bound as such', async () => {
  const { checked, origin } = await tried((await camera()).url);
  expect(checked).toEqual({ found: 'answers' });
  expect(origin?.proof).toEqual({});
});

test.each([
  ['Basic realm="IPC"', 'basic'],
  ['Digest realm="IPC", nonce="1"', 'md5'],
])('a wrong password is told as such, and binds nothing: %s', async (challenge, scheme) => {
  const one = await camera(asking(challenge, true));
  const { checked, origin, pins } = await tried(withPassword(one.url));
  expect(checked).toEqual({ found: 'unauthorized', scheme });
  expect({ origin, pins }).toEqual({ origin: undefined, pins: 0 });
});

test('a password that is missing is told as such', async () => {
  const one = await camera(asking('Basic realm="IPC"'));
  expect((await tried(one.url)).checked).toEqual({ found: 'password-missing' });
});

test('a key of its own is told and hears nothing until it is confirmed', async () => {
  const own = selfSigned();
  const one = await camera({ tls: own });
  const key = { fingerprint: own.fingerprint, vouched: false };
  const unconfirmed = await tried(withPassword(one.url));
  expect(unconfirmed).toEqual({
    checked: { found: 'certificate', key },
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
  expect(checked).toEqual({ found: 'answers', key });
  expect(origin?.proof.key).toEqual(key);
});

test('authorities that were given vouch for a key', async () => {
  const own = selfSigned();
  const one = await camera({ tls: own });
  const { checked } = await tried(one.url, { ca: own.cert });
  expect(checked).toEqual({
    found: 'answers',
    key: { fingerprint: own.fingerprint, vouched: true },
  });
});

test.each<[string, Script, string]>([
  ['no H.264', { sdp: 'v=0\r\nm=video 0 RTP/AVP 26\r\n' }, 'unsupported'],
  ['no such path', { reply: () => ({ status: 404 }) }, 'not-found'],
  [
    'another place',
    { reply: () => ({ status: 302, headers: { Location: 'rtsp://127.0.0.2/x' } }) },
    'leads-elsewhere',
  ],
])('what has %s is told as such', async (_what, script, found) => {
  expect((await tried((await camera(script)).url)).checked).toEqual({ found });
});

test('where nobody listens it ends at once', async () => {
  const gone = await camera();
  await gone.close();
  expect((await tried(gone.url, {}, 60_000)).checked).toEqual({ found: 'unreachable' });
});

test('a camera that says nothing does not answer', async () => {
  const mute = await camera({ reply: () => undefined });
  expect((await tried(mute.url, {}, 50)).checked).toEqual({ found: 'timeout' });
});

test('its ONVIF service is asked, too, and without its answer nothing is bound', async () => {
  const one = await camera();
  const onvif = 'http://127.0.0.1:1/onvif/device_service';
  const { checked, origin } = await tried(one.url, { onvif });
  expect(checked).toEqual({ found: 'onvif-unreachable' });
  expect(origin).toBeUndefined();
});
