/** What is bound to a camera's stream, kept in a real store and held over real sockets. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { CameraAddress } from '../../../wall/partitions/camera-address.ts';
import type { FoundAddresses } from '../../../wall/partitions/found-addresses.ts';
import { type OriginReason, OriginRefusal } from '../origin/origin.ts';
import { spellPath } from '../../../wall/partitions/place.ts';
import { createOrigins } from '../origin/origins.ts';
import { openOrigin } from '../../../wall/partitions/bound-origins.ts';
import { openTestHouse, type TestHouse } from '../../../workshop/testing/test-house.ts';
import { anyGuard } from '../../../workshop/testing/any-camera.ts';
import { selfSigned } from '../../../workshop/testing/self-signed.ts';
import type { Lookup } from '../lookup.ts';
import { hostileService } from '../onvif/testing/hostile-service.ts';
import { RtspFault } from './fault.ts';
import { bench } from './testing/bench.ts';
import { type Script, usualSdp } from './testing/scripted-camera.ts';
import { until } from '../../../workshop/until.ts';
import { createKnownCameras } from '../../../wall/partitions/known-cameras.ts';
import { allOrigins } from '../../../storage/contract/whole.ts';

const { camera, keep, watch } = bench();
let house: TestHouse;
let refusals: OriginReason[];
beforeEach(async () => {
  house = await openTestHouse();
  refusals = [];
});
afterEach(() => house.close());

/** Asks for a password in this way before it tells anything. */
const asking = (challenge: string, more: Script = {}): Script => ({
  ...more,
  reply: (request, usual, socket) =>
    request.headers.has('authorization')
      ? (more.reply?.(request, usual, socket) ?? usual)
      : { status: 401, headers: { 'WWW-Authenticate': challenge } },
});
const digest = (realm: string): string => `Digest realm="${realm}", nonce="1"`;

interface Where extends Partial<CameraAddress> {
  readonly lookup?: Lookup;
}

/** Birch's camera, asked as the bridge would. */
async function birch() {
  const { camera: id } = await house.addAccount('Birch');
  const guardOrigin = createOrigins({
    cameras: createKnownCameras(house.store, house.ring, Date.now),
    claim: async () => undefined,
    onRefused: (_camera, _line, reason) => void refusals.push(reason),
  });
  return {
    see: (url: string, { lookup, ...where }: Where = {}) =>
      watch(
        url,
        { guardOrigin, ...(lookup && { lookup }) },
        { stamp: { camera: id, epoch: 1 }, ...where },
      ),
    async bound() {
      const [sealed] = await allOrigins(house.store);
      return sealed && openOrigin(house.ring, sealed);
    },
  };
}

const isBound = async (one: Awaited<ReturnType<typeof birch>>): Promise<boolean> =>
  (await one.bound()) !== undefined;

test('the first camera that plays is bound: its address, its way to log in, its transport', async () => {
  const one = await camera(asking(digest('IPC/1.2')));
  const mine = await birch();
  const { video } = mine.see(one.url.replace('//', '//u:p@'));
  await until(async () => video.length > 0 && (await isBound(mine)));
  expect(await mine.bound()).toEqual({
    place: { address: '127.0.0.1', port: one.port },
    proof: { authentication: { scheme: 'md5', realm: 'IPC' }, transport: 'tcp' },
  });
});

describe('a stranger at the address of a known camera', () => {
  test.each<[string, OriginReason]>([
    ['Basic realm="IPC"', 'downgrade'],
    ['Basic realm="Other"', 'other-realm'],
    [digest('Other'), 'other-realm'],
  ])('that asks for %s gets neither password nor digest', async (challenge, reason) => {
    const own = await camera(asking(digest('IPC')));
    const mine = await birch();
    const first = mine.see(own.url.replace('//', '//u:sesame@'));
    await until(async () => first.video.length > 0 && (await isBound(mine)));
    await first.source.close();
    await own.close();
    const stranger = await camera(asking(challenge, { port: own.port }));
    const { source, log } = mine.see(own.url.replace('//', '//u:sesame@'));
    await expect(source.ready()).rejects.toMatchObject({ code: 'device-distrusted' });
    expect(log[0]?.fields.reason).toBe(reason);
    expect(refusals).toContain(reason);
    expect(stranger.requests.length).toBeGreaterThan(0);
    expect(stranger.requests.every(({ headers }) => !headers.has('authorization'))).toBe(true);
  });

  test('that asks for UDP gets none', async () => {
    const own = await camera();
    const mine = await birch();
    const first = mine.see(own.url);
    await until(async () => first.video.length > 0 && (await isBound(mine)));
    await first.source.close();
    await own.close();
    const stranger = await camera({
      port: own.port,
      reply: (request, usual) => (request.method === 'SETUP' ? { status: 461 } : usual),
    });
    await expect(mine.see(own.url).source.ready()).rejects.toMatchObject({
      code: 'stream-unavailable',
    });
    const offers = stranger.requests.flatMap(({ headers }) => headers.get('transport') ?? []);
    expect(offers.length).toBeGreaterThan(0);
    expect(offers.every((offer) => offer.includes('TCP'))).toBe(true);
  });
});

test('what the camera names counts by its path and query, never by its host or port', async () => {
  const one = await camera({
    sdp: usualSdp.replace('a=control:v', 'a=control:rtsp://192.0.2.9:9/real/v?t=1'),
    reply: ({ method, uri }, usual) =>
      method === 'DESCRIBE' && usual !== undefined && 'status' in usual
        ? { ...usual, headers: { 'Content-Base': uri.replace(/:\d+/, ':9') + '/base/' } }
        : usual,
  });
  const mine = await birch();
  const { video } = mine.see(one.url);
  await until(() => video.length > 0);
  const uris = one.requests.map(({ method, uri }) => `${method} ${uri}`);
  const origin = `rtsp://127.0.0.1:${one.port}`;
  expect(uris).toContain(`SETUP ${origin}/real/v?t=1`);
  expect(uris).toContain(`SETUP ${origin}/cam/base/a`);
  expect(uris.every((line) => line.includes(` ${origin}/`))).toBe(true);
});

test('where an ONVIF service is refused, the stream is not played, and the reason is its own', async () => {
  const service = await hostileService(
    (socket) =>
      void socket.end(
        'HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n',
      ),
  );
  keep(service);
  const one = await camera();
  const mine = await birch();
  const { source, log } = mine.see(one.url, { onvif: service.url });
  await expect(source.ready()).rejects.toMatchObject({ code: 'device-distrusted' });
  expect(log[0]?.fields.reason).toBe('leads-elsewhere');
  expect(refusals).toContain('leads-elsewhere');
  expect(new Set(one.requests.map(({ method }) => method))).toEqual(new Set(['DESCRIBE']));
});

test('where its origin cannot be read, a camera is asked nothing', async () => {
  const one = await camera();
  const guardOrigin = () => Promise.reject(new Error('storage is not available'));
  const { source, log } = watch(one.url, { guardOrigin });
  await expect(source.ready()).rejects.toMatchObject({ reason: { code: 'unverified' } });
  expect(log[0]?.fields.reason).toBe('unverified');
  expect(one.requests).toEqual([]);
});

test('a row that holds no URL is told as such, and its origin is not asked for', async () => {
  const guardOrigin = () => Promise.reject(new TypeError('Invalid URL'));
  const { source } = watch('the garden camera', { guardOrigin });
  await expect(source.ready()).rejects.toMatchObject({ reason: { code: 'bad-address' } });
});

describe('a name', () => {
  const by =
    (...addresses: string[]): Lookup =>
    async () =>
      addresses;

  test('that leads to another address is followed where Digest with the same realm shows who it is', async () => {
    const one = await camera(asking(digest('IPC')));
    const mine = await birch();
    const url = one.url.replace('//127.0.0.1', '//u:p@door.lan');
    const first = mine.see(url, { lookup: by('127.0.0.1') });
    await until(async () => first.video.length > 0 && (await isBound(mine)));
    await first.source.close();
    const next = await camera(asking(digest('IPC'), { host: '127.0.0.2', port: one.port }));
    const { video } = mine.see(url, { lookup: by('127.0.0.2') });
    await until(() => video.length > 0);
    await until(async () => (await mine.bound())?.place?.address === '127.0.0.2');
    expect(next.requests.length).toBeGreaterThan(0);
  });

  test('that leads to somebody who asks for nothing is not followed, but where it is trusted', async () => {
    const one = await camera();
    const mine = await birch();
    const url = one.url.replace('//127.0.0.1', '//door.lan');
    const first = mine.see(url, { lookup: by('127.0.0.1') });
    await until(async () => first.video.length > 0 && (await isBound(mine)));
    await first.source.close();
    await camera({ host: '127.0.0.2', port: one.port });
    const refused = mine.see(url, { lookup: by('127.0.0.2') });
    await expect(refused.source.ready()).rejects.toMatchObject({ reason: { code: 'new-address' } });
    expect(refusals).toContain('other-address');
    expect(refused.video).toEqual([]);
    await refused.source.close();
    const trusted = mine.see(url, { lookup: by('127.0.0.2'), trustName: true });
    await until(() => trusted.video.length > 0);
  });

  test('for which nobody answers at first is asked for again while somebody waits', async () => {
    const one = await camera();
    let asked = 0;
    const lookup: Lookup = async () => {
      asked += 1;
      if (asked < 3) throw new RtspFault('unanswered');
      return ['127.0.0.1'];
    };
    const { source } = watch(one.url.replace('//127.0.0.1', '//door.lan'), { lookup });
    await source.ready();
    expect(asked).toBe(3);
  });

  test.each([
    ['unanswered', 'name-unanswered'],
    ['unresolved', 'name-not-found'],
  ] as const)('that is %s is told as %s', async (fault, code) => {
    const lookup = () => Promise.reject(new RtspFault(fault));
    const { source } = watch('rtsp://door.lan/cam', { lookup, readyTimeoutMs: 300 });
    await expect(source.ready()).rejects.toMatchObject({ reason: { code } });
  });

  test('that gives several addresses is tried at the bound one first, then at the others', async () => {
    const one = await camera(asking(digest('IPC')));
    const mine = await birch();
    const url = one.url.replace('//127.0.0.1', '//u:p@door.lan');
    const first = mine.see(url, { lookup: by('127.0.0.9', '127.0.0.1') });
    await until(async () => first.video.length > 0 && (await isBound(mine)));
    expect((await mine.bound())?.place?.address).toBe('127.0.0.1');
  });
});

describe('rtsps', () => {
  test('an own key is shown nothing of until it was confirmed; then another one is refused', async () => {
    const [own, other] = [selfSigned(), selfSigned()];
    const one = await camera({ tls: own });
    const mine = await birch();
    const unconfirmed = mine.see(one.url);
    await expect(unconfirmed.source.ready()).rejects.toMatchObject({
      reason: { code: 'certificate' },
    });
    expect(unconfirmed.log[0]?.fields.reason).toBe('certificate');
    expect(one.requests).toEqual([]);
    expect(await mine.bound()).toBeUndefined();
    await unconfirmed.source.close();

    const confirmed = mine.see(one.url, { keys: [own.fingerprint] });
    await until(async () => confirmed.video.length > 0 && (await isBound(mine)));
    expect((await mine.bound())?.proof.key).toEqual({
      fingerprint: own.fingerprint,
      vouched: false,
    });
    await confirmed.source.close();
    await one.close();

    const stranger = await camera({ tls: other, port: one.port });
    const refused = mine.see(one.url, { keys: [own.fingerprint, other.fingerprint] });
    await expect(refused.source.ready()).rejects.toMatchObject({ reason: { code: 'other-key' } });
    expect(refused.log[0]?.fields.reason).toBe('other-key');
    expect(stranger.requests).toEqual([]);
  });
});

describe('another channel of the same recorder', () => {
  const base: Script['reply'] = ({ method, uri }, usual) => {
    if (method !== 'DESCRIBE' || usual === undefined || Buffer.isBuffer(usual)) return usual;
    const headers = { ...usual.headers, 'Content-Base': `${uri.replace('/cam', '/ch2')}/` };
    return { ...usual, headers };
  };
  const redirect: Script['reply'] = ({ method, uri }, usual) =>
    method === 'DESCRIBE' && uri.endsWith('/cam')
      ? { status: 302, headers: { Location: uri.replace('/cam', '/ch2') } }
      : usual;

  test.each<[string, Script]>([
    ['the base', { reply: base }],
    ['a redirect', { reply: redirect }],
    [
      'the control of the session',
      { sdp: usualSdp.replace('v=0', 'v=0\r\na=control:rtsp://x/ch2') },
    ],
    [
      'the control of the session alone, its streams being where they belong',
      {
        sdp: usualSdp
          .replace('v=0', 'v=0\r\na=control:rtsp://x/ch2')
          .replace('a=control:v', 'a=control:rtsp://x/cam/v')
          .replace('a=control:a', 'a=control:rtsp://x/cam/a'),
      },
    ],
    ['that of the video', { sdp: usualSdp.replace('a=control:v', 'a=control:rtsp://x/ch2/v') }],
    ['that of the audio', { sdp: usualSdp.replace('a=control:a', 'a=control:rtsp://x//ch2//a') }],
  ])('is asked about before it is set up: named by %s', async (_what, script) => {
    const one = await camera(script);
    const asked: string[] = [];
    const claim = async (_addresses: readonly string[], _port: number, path: string) => {
      asked.push(path);
      if (spellPath(path) === '/ch2?') throw new OriginRefusal('other-owner');
    };
    const { source, log } = watch(one.url, { guardOrigin: async () => anyGuard({ claim }) });
    await expect(source.ready()).rejects.toMatchObject({ reason: { code: 'other-owner' } });
    expect(log[0]?.fields.reason).toBe('other-owner');
    expect(asked[0]).toBe('/cam');
    expect(one.requests.some(({ method }) => method === 'SETUP')).toBe(false);
  });
});

test('what a camera names is no reason to forget the other addresses of its name', async () => {
  const one = await camera({ sdp: usualSdp.replace('a=control:v', 'a=control:rtsp://x/ch2/v') });
  const asked: (readonly [path: string, partial: boolean])[] = [];
  const claim = async (found: FoundAddresses, _port: number, path: string) => {
    asked.push([spellPath(path), found.partial === true]);
  };
  const { source } = watch(one.url, { guardOrigin: async () => anyGuard({ claim }) });
  await source.ready();
  expect(asked[0]).toEqual(['/cam?', false]);
  expect(asked.slice(1).filter(([, partial]) => !partial)).toEqual([]);
  expect(asked.map(([path]) => path)).toContain('/ch2/v?');
});

test('a camera that asks for another log-in while it plays is let go of', async () => {
  const one = await camera({
    timeoutS: 1,
    reply: (request, usual) => {
      const { headers, method } = request;
      if (method === 'OPTIONS') {
        return { status: 401, headers: { 'WWW-Authenticate': 'Basic realm="Other"' } };
      }
      return headers.has('authorization')
        ? usual
        : { status: 401, headers: { 'WWW-Authenticate': digest('IPC') } };
    },
  });
  const mine = await birch();
  const { log } = mine.see(one.url.replace('//', '//u:sesame@'));
  await until(() => log.some(({ fields }) => fields.reason === 'other-realm'));
  expect(JSON.stringify(one.requests.map(({ headers }) => [...headers]))).not.toContain('Basic');
});
