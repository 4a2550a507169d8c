/** What is bound to a camera's still and ONVIF service, kept in a real store and held over real sockets. */
import { createServer as createPlain, type RequestListener } from 'node:http';
import { createServer as createTls } from 'node:https';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { listening } from '../../../common/listening.ts';
import type { CameraAddress } from '../../../wall/partitions/camera-address.ts';
import type { OriginReason } from '../../cameras/origin/origin.ts';
import { createOrigins } from '../../cameras/origin/origins.ts';
import { openOrigin } from '../../../wall/partitions/bound-origins.ts';
import type { PinnedLine } from '../../../storage/pins.ts';
import { anyCamera } from '../../../workshop/testing/any-camera.ts';
import { type SelfSigned, selfSigned } from '../../../workshop/testing/self-signed.ts';
import { openTestHouse, type TestHouse } from '../../../workshop/testing/test-house.ts';
import { addressOf } from '../../../workshop/testing/units.ts';
import type { Feed } from '../feed.ts';
import { createStills } from './stills.ts';
import { createKnownCameras } from '../../../wall/partitions/known-cameras.ts';
import { allOrigins } from '../../../storage/contract/whole.ts';

const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(100, 7)]);
const offline = { code: 'device-offline' };
const closing: (() => Promise<unknown>)[] = [];
let house: TestHouse;
let refusals: [PinnedLine, OriginReason][];
let noted: unknown[];
beforeEach(async () => {
  house = await openTestHouse();
  refusals = [];
  noted = [];
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  await house.close();
});

/** A camera over HTTP on a real socket; `heard` is all that it was sent of logins. */
async function serve(listener: RequestListener, tls?: SelfSigned, port = 0) {
  const heard: string[] = [];
  const note: RequestListener = (request, response) => {
    heard.push(request.headers.authorization ?? '');
    request.on('data', (bytes: Buffer) => heard.push(bytes.toString()));
    request.on('end', () => listener(request, response));
    request.resume();
  };
  const server = tls === undefined ? createPlain(note) : createTls(tls, note);
  const { port: at } = await listening(server, port);
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  closing.push(close);
  const host = `127.0.0.1:${at}`;
  return { host, port: at, heard, close, url: `http${tls ? 's' : ''}://u:sesame@${host}/` };
}

/** Asks for a login in this way, and then answers. */
const asking =
  (challenge: string, answer: RequestListener): RequestListener =>
  (request, response) => {
    if (request.headers.authorization !== undefined) answer(request, response);
    else response.writeHead(401, { 'www-authenticate': challenge }).end();
  };
const still: RequestListener = (_request, response) => void response.end(jpeg);
const device: RequestListener = (_request, response) =>
  void response.end(
    '<Envelope><Body><GetDeviceInformationResponse><SerialNumber>7</SerialNumber>' +
      '</GetDeviceInformationResponse></Body></Envelope>',
  );
const digest = (realm: string): string => `Digest realm="${realm}", nonce="1"`;

/** Of a camera whose stream gives nothing. */
const silent = (stamp: Feed['stamp']): Feed => ({
  stamp,
  opening: 1,
  ready: () => Promise.reject(new Error('offline')),
  online: () => false,
  watch: () => () => undefined,
  lastKey: () => undefined,
});

/** Birch's camera, asked for stills as the bridge would. */
async function birch() {
  const { camera } = await house.addAccount('Birch');
  const stills = createStills({
    recognise: anyCamera,
    note: ({ stamp }, line, reason) => void noted.push([stamp.camera === camera, line, reason]),
    guardOrigin: createOrigins({
      cameras: createKnownCameras(house.store, house.ring, Date.now),
      claim: async () => undefined,
      onRefused: (_camera, line, reason) => void refusals.push([line, reason]),
    }),
    timeoutMs: 5_000,
    freshMs: -1,
  });
  return {
    take(where: Partial<CameraAddress>) {
      const stamp = { camera, epoch: 1 };
      return stills
        .take(addressOf(stamp, where), silent(stamp), -Infinity, 1)
        .then((taken) => taken.jpeg);
    },
    async bound() {
      const all = await allOrigins(house.store);
      return Object.fromEntries(all.map((sealed) => [sealed.line, openOrigin(house.ring, sealed)]));
    },
  };
}

test('how it went is noted of the camera, without its address and its login', async () => {
  const mine = await birch();
  const good = await serve(asking(digest('IPC/1.2'), still));
  const service = await serve(device);
  await mine.take({ still: good.url, onvif: service.url });
  expect(noted).toEqual([
    [true, 'onvif', undefined],
    [true, 'still', undefined],
  ]);
  noted = [];
  await service.close();
  await expect(mine.take({ still: good.url, onvif: service.url })).rejects.toMatchObject(offline);
  expect(noted).toEqual([
    [true, 'onvif', { code: 'onvif-silent' }],
    [true, 'still', { code: 'onvif-silent' }],
  ]);
});

test.each<[string, RequestListener, object]>([
  ['404', (_request, response) => void response.writeHead(404).end(), { code: 'no-such-stream' }],
  [
    '500',
    (_request, response) => void response.writeHead(500).end(),
    { code: 'status', status: 500 },
  ],
  ['no JPEG', (_request, response) => void response.end('sesame'), { code: 'malformed' }],
  [
    'a refused login',
    (_request, response) => void response.writeHead(401).end(),
    { code: 'wrong-password' },
  ],
  ['a cut', (request) => void request.socket.destroy(), { code: 'closed' }],
])('why a camera gives no still is noted: %s', async (_, answer, reason) => {
  const { url } = await serve(answer);
  await expect((await birch()).take({ still: url })).rejects.toMatchObject(offline);
  expect(noted).toEqual([[true, 'still', reason]]);
});

const places = { still, onvif: device } as const;

test('what answers is bound, each URL by itself', async () => {
  const pictures = await serve(asking(digest('IPC/1.2'), still));
  const service = await serve(device);
  const mine = await birch();
  expect(await mine.take({ still: pictures.url, onvif: service.url })).toEqual(jpeg);
  const at = (port: number) => ({ address: '127.0.0.1', port });
  expect(await mine.bound()).toEqual({
    still: {
      place: at(pictures.port),
      proof: { authentication: { scheme: 'md5', realm: 'IPC' } },
    },
    onvif: { place: at(service.port), proof: {} },
  });
  // Nothing of a login came to who asked for none.
  expect(service.heard.join('')).not.toMatch(/UsernameToken|Digest/);
});

describe.each(['still', 'onvif'] as const)('a stranger at the address of a known %s', (line) => {
  test.each<[string, OriginReason]>([
    ['Basic realm="IPC"', 'downgrade'],
    ['Basic realm="Other"', line === 'still' ? 'other-realm' : 'downgrade'],
    [digest('Other'), 'other-realm'],
  ])('that asks for %s hears nothing of the password', async (challenge, reason) => {
    const own = await serve(asking(digest('IPC'), places[line]));
    const other = await serve(line === 'still' ? device : still);
    const where = { still: other.url, onvif: other.url, [line]: own.url };
    const mine = await birch();
    expect(await mine.take(where)).toEqual(jpeg);
    await own.close();
    const stranger = await serve(asking(challenge, places[line]), undefined, own.port);
    await expect(mine.take(where)).rejects.toMatchObject(offline);
    expect(refusals).toEqual([[line, reason]]);
    expect(stranger.heard.join('')).not.toMatch(/UsernameToken|Digest |Basic |sesame/);
  });

  test('that leads elsewhere is not followed', async () => {
    const elsewhere = await serve(places[line]);
    const lure = await serve((_request, response) =>
      response.writeHead(302, { location: elsewhere.url }).end(),
    );
    const other = await serve(line === 'still' ? device : still);
    const mine = await birch();
    const where = { still: other.url, onvif: other.url, [line]: lure.url };
    await expect(mine.take(where)).rejects.toMatchObject(offline);
    expect(refusals).toEqual([[line, 'leads-elsewhere']]);
    expect(elsewhere.heard).toEqual([]);
  });

  test('with another TLS key is asked nothing, nor one whose own key nobody confirmed', async () => {
    const [key, otherKey] = [selfSigned(), selfSigned()];
    const own = await serve(places[line], key);
    const other = await serve(line === 'still' ? device : still);
    const mine = await birch();
    const where = { still: other.url, onvif: other.url, [line]: own.url };
    await expect(mine.take(where)).rejects.toMatchObject(offline);
    expect(refusals).toEqual([[line, 'certificate']]);
    expect(own.heard).toEqual([]);
    expect((await mine.bound())[line]).toBeUndefined();

    const keys = [key.fingerprint, otherKey.fingerprint];
    expect(await mine.take({ ...where, keys })).toEqual(jpeg);
    expect((await mine.bound())[line]?.proof.key).toEqual({
      fingerprint: key.fingerprint,
      vouched: false,
    });
    await own.close();
    const stranger = await serve(places[line], otherKey, own.port);
    await expect(mine.take({ ...where, keys })).rejects.toMatchObject(offline);
    expect(refusals.at(-1)).toEqual([line, 'other-key']);
    expect(stranger.heard).toEqual([]);
  });
});
