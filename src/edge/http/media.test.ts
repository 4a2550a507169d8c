/** The media edge over a real socket, with streams that can be told what to yield. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Router } from 'express';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { listening } from '../../common/listening.ts';
import { CameraFailure } from '../../pictures/cameras/reason-failure.ts';
import { Failure } from '../../common/failures.ts';
import type { StreamProtocol } from '../../identity/ticket.ts';
import type { LiveSession } from '../../wall/partitions/session.ts';
import type { Stamp } from '../../wall/partitions/stamp.ts';
import type { Signal, Streams } from '../../pictures/streams/streams.ts';
import { openNotebook, type Notebook } from '../../workshop/testing/notebook.ts';
import {
  openTestHouse,
  type TestHouse,
  type TestAccount,
} from '../../workshop/testing/test-house.ts';
import { createApp } from './app.ts';
import { drain } from './drain.ts';
import { createListener } from './listener.ts';
import { mediaRoutes } from './media.ts';
import { until } from '../../workshop/until.ts';
import { noWebhook } from '../../workshop/testing/no-webhook.ts';

let house: TestHouse;
let notebook: Notebook;
let birch: TestAccount;
let harbour: TestAccount;
let origin: string;
let server: ReturnType<typeof createListener>;
/** How long the process stands still as the record of a delivery begins. */
let standstillMs: number;
/** What the next file or still is stamped with, how big it is, and what happens while it is made. */
let next: { stamp: Stamp; body: Uint8Array; meanwhile: () => unknown };
let signals: Signal[];
let warned: [string, object][];
/** How refusals waited, in milliseconds. */
let paused: number[];
/** Where those were that signalled, as far as it is kept. */
let signalledFrom: (string | undefined)[];

const stampOf = ({ camera }: TestAccount, epoch = 1): Stamp => ({ camera, epoch });

beforeEach(async () => {
  notebook = openNotebook();
  standstillMs = 0;
  house = await openTestHouse({
    recorder: {
      ...notebook.recorder,
      begin(facts) {
        house.time.monotonic += standstillMs;
        return notebook.recorder.begin(facts);
      },
    },
  });
  birch = await house.addAccount('Birch');
  harbour = await house.addAccount('Harbour');
  next = { stamp: stampOf(birch), body: Buffer.from('a picture'), meanwhile: () => undefined };
  [signals, paused, warned] = [[], [], []];
  signalledFrom = [];
  await serve(false);
});

/** Opens the media edge on a port of its own. */
async function serve(recordAddresses: boolean, trustedProxies = 0): Promise<void> {
  const { partitions, tickets } = house;
  const streams: Streams = {
    protocols: ['webrtc', 'hls'],
    open: () => Promise.reject(new Failure('internal', 'not asked for here')),
    refusal: async () => undefined,
    condition: () => undefined,
    async hlsFile() {
      await next.meanwhile();
      return { heardAt: Infinity, ...next, contentType: 'video/mp2t', units: 7 };
    },
    async still() {
      await next.meanwhile();
      return { jpeg: next.body, stamp: next.stamp, takenAt: 0, heardAt: Infinity };
    },
    async signal(_partition, session, signal) {
      signals.push(signal);
      const live: unknown = session;
      signalledFrom.push((live as LiveSession).address);
      if (signal.action === 'offer') await next.meanwhile();
      return signal.action === 'offer' ? 'the answer' : undefined;
    },
  };
  const log = {
    debug: () => undefined,
    info: () => undefined,
    warn: (fields: object, message: string) => void warned.push([message, fields]),
    error: () => undefined,
  };
  const media = mediaRoutes({
    partitions,
    tickets,
    streams,
    origin: () => origin,
    recordAddresses,
    displayPlace: (address) => `what stands for ${address}`,
    maxSignals: 20,
    untaken: { ofOne: 30_000_000, inAll: 80_000_000 },
    pause: async (ms) => paused.push(ms),
    log,
  });
  const parts = { webhook: noWebhook, health: Router(), others: [], log, trustedProxies };
  server = createListener(createApp({ media, ...parts }));
  const { port } = await listening(server);
  origin = `http://127.0.0.1:${port}`;
}

afterEach(async () => {
  await drain(server, 100);
  await house.close();
});

/** Starts a session of an account; returns its URL without the file, and its bearer. */
async function stream(of: TestAccount, protocol: StreamProtocol) {
  const bearer = `bearer of ${of.device}`.replaceAll(' ', '-');
  const ticket = await house.partitions.within(of.proof, async (partition) =>
    partition.ticket(partition.startSession(await partition.device(of.device), protocol), bearer),
  );
  return { base: `${origin}/live/${ticket}`, bearer };
}

test('what a display does not take is cut where it is too much for its account', async () => {
  const { base } = await stream(birch, 'hls');
  next.body = Buffer.alloc(20_000_000);
  const { host, port, pathname } = new URL(`${base}/segment.ts`);
  /** Asks, and reads nothing but the beginning. */
  async function ask(): Promise<Socket> {
    const display = connect(Number(port), '127.0.0.1').on('error', () => undefined);
    display.write(`GET ${pathname} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
    await once(display, 'readable');
    return display;
  }
  const first = await ask();
  const second = await ask();
  await new Promise((resolve) => first.resume().once('close', resolve));
  expect(first.bytesRead).toBeLessThan(20_000_000);
  while (second.bytesRead < 20_000_000) await once(second.resume(), 'data');
  second.destroy();
});

describe.each(['segment.ts', 'snapshot.jpg'])('%s', (file) => {
  test('is delivered with the stamp of its own device', async () => {
    const { base } = await stream(birch, 'hls');
    const answer = await fetch(`${base}/${file}`);
    expect([answer.status, await answer.text()]).toEqual([200, 'a picture']);
    const type = file === 'snapshot.jpg' ? 'image/jpeg' : 'video/mp2t';
    expect(answer.headers.get('content-type')).toBe(type);
    expect(answer.headers.get('content-length')).toBe('9');
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
    expect(answer.headers.get('etag')).toBeNull();
  });

  test('is not delivered where the lease ran out while that was written down', async () => {
    const { base } = await stream(birch, 'hls');
    standstillMs = 900;
    const answer = await fetch(`${base}/${file}`);
    expect([answer.status, await answer.json()]).toMatchObject([503, { error: 'unverified' }]);
    standstillMs = 0;
    expect((await fetch(`${base}/${file}`)).status).toBe(200);
  });

  test.each([
    ['another camera', () => stampOf(harbour)],
    ['an earlier ownership', () => stampOf(birch, 0)],
  ])(
    'stamped by %s is not delivered, ends the session and raises the alarm',
    async (_of, stamp) => {
      const { base } = await stream(birch, 'hls');
      next.stamp = stamp();
      const answer = await fetch(`${base}/${file}`);
      expect([answer.status, await answer.json()]).toEqual([
        404,
        { error: 'not-found', message: 'no such stream' },
      ]);
      expect(house.alarms).toHaveLength(1);
      next.stamp = stampOf(birch);
      expect((await fetch(`${base}/${file}`)).status).toBe(404);
    },
  );

  test('is not delivered when the right to it went while it was made', async () => {
    const { base } = await stream(birch, 'hls');
    next.meanwhile = () => house.store.of(birch.account).revokeGrant(birch.grant);
    expect((await fetch(`${base}/${file}`)).status).toBe(404);
  });

  test.each(['unauthenticated', 'forbidden', 'stream-ended', 'not-found'] as const)(
    'is hidden in the same way where making it fails as %s',
    async (code) => {
      const { base } = await stream(birch, 'hls');
      next.meanwhile = () => Promise.reject(new Failure(code, 'no such stream'));
      const answer = await fetch(`${base}/${file}`);
      const hidden = { error: 'not-found', message: 'no such stream' };
      expect([answer.status, await answer.json()]).toEqual([404, hidden]);
    },
  );

  test('tells nothing of the camera where the right to it went while it was waited for', async () => {
    const { base } = await stream(birch, 'hls');
    next.meanwhile = async () => {
      await house.store.of(birch.account).revokeGrant(birch.grant);
      throw new CameraFailure({ code: 'wrong-password' });
    };
    const answer = await fetch(`${base}/${file}`);
    const hidden = { error: 'not-found', message: 'no such stream' };
    expect([answer.status, await answer.json()]).toEqual([404, hidden]);
  });

  test('tells of other failures by their own name', async () => {
    const { base } = await stream(birch, 'hls');
    next.meanwhile = () => Promise.reject(new Failure('device-offline', 'it does not answer'));
    const answer = await fetch(`${base}/${file}`);
    expect(await answer.json()).toMatchObject({ error: 'device-offline' });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2']);
    next.meanwhile = () => Promise.reject(new TypeError('a mistake'));
    expect((await fetch(`${base}/${file}`)).status).toBe(500);
  });

  test('is asked after by a player before it asks', async () => {
    const { base } = await stream(birch, 'hls');
    const answer = await fetch(`${base}/${file}`, { method: 'OPTIONS' });
    expect([answer.status, await answer.text()]).toEqual([204, '']);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('access-control-allow-methods')).toBe('GET, HEAD, OPTIONS');
  });

  test('is told by HEAD without a byte, and never in part or by a validator', async () => {
    const { base } = await stream(birch, 'hls');
    const head = await fetch(`${base}/${file}`, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '9']);
    const headers = { range: 'bytes=0-1', 'if-none-match': '*' };
    expect((await fetch(`${base}/${file}`, { headers })).status).toBe(200);
  });

  test.each(['POST', 'PUT', 'DELETE', 'PATCH'])('does not take %s', async (method) => {
    const { base } = await stream(birch, 'hls');
    const answer = await fetch(`${base}/${file}`, { method });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
    const refused = { error: 'bad-request', message: 'no such method here' };
    expect(await answer.json()).toEqual(refused);
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
  });
});

test('an answer still on its way is cut when its session ends', async () => {
  const { base } = await stream(birch, 'hls');
  next.body = Buffer.alloc(32_000_000);
  const { hostname, port, pathname } = new URL(`${base}/big.ts`);
  let received = 0;
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  socket.write(`GET ${pathname} HTTP/1.1\r\nHost: x\r\n\r\n`);
  await once(socket, 'readable');
  await house.partitions.within(birch.proof, (partition) => partition.unlink());
  socket.on('data', (bytes) => (received += bytes.byteLength));
  await new Promise((resolve) => socket.once('close', resolve));
  expect(received).toBeLessThan(next.body.byteLength);
});

describe('a WebRTC ticket', () => {
  const post = (url: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });

  test('signals with its bearer, for its device', async () => {
    const { base, bearer } = await stream(birch, 'webrtc');
    const authorization = `Bearer ${bearer}`;
    const offer = { action: 'offer', deviceId: birch.device, sdp: 'v=0' };
    const answered = await post(`${base}/signal`, offer, { authorization });
    expect([answered.status, await answered.json()]).toEqual([
      200,
      { action: 'answer', type: 'answer', sdp: 'the answer' },
    ]);
    const ended = await post(`${base}/signal`, { action: 'end' }, { authorization });
    expect([ended.status, await ended.json()]).toEqual([200, {}]);
    expect(signals).toEqual([{ action: 'offer', sdp: 'v=0' }, { action: 'end' }]);
  });

  test.each([
    ['no bearer', {}, 401],
    ['another bearer', { authorization: 'Bearer other' }, 401],
  ])('does nothing with %s', async (_name, headers, status) => {
    const { base } = await stream(birch, 'webrtc');
    const offer = { action: 'offer', sdp: 'v=0' };
    const answer = await post(`${base}/signal`, offer, headers);
    expect([answer.status, await answer.json()]).toEqual([
      status,
      { error: 'unauthenticated', message: 'the bearer does not belong to this stream' },
    ]);
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://www.gstatic.com');
    expect(signals).toEqual([]);
  });

  test('tells nothing of the camera where the right to it went while it was connected', async () => {
    const { base, bearer } = await stream(birch, 'webrtc');
    const told = async () => {
      const offer = { action: 'offer', deviceId: birch.device, sdp: 'v=0' };
      const authorization = `Bearer ${bearer}`;
      const answer = await post(`${base}/signal`, offer, { authorization });
      return [answer.status, await answer.json()];
    };
    const failure = new CameraFailure({ code: 'no-video' });
    next.meanwhile = () => Promise.reject(failure);
    expect(await told()).toMatchObject([503, { message: failure.message }]);
    next.meanwhile = async () => {
      await house.store.of(birch.account).revokeGrant(birch.grant);
      throw failure;
    };
    expect(await told()).toMatchObject([404, { message: 'no such stream' }]);
  });

  test('does nothing for another device', async () => {
    const { base, bearer } = await stream(birch, 'webrtc');
    const headers = { authorization: `Bearer ${bearer}` };
    const offer = { action: 'offer', deviceId: harbour.device, sdp: 'v=0' };
    const answer = await post(`${base}/signal`, offer, headers);
    const hidden = { error: 'not-found', message: 'no such stream' };
    expect([answer.status, await answer.json()]).toEqual([404, hidden]);
    expect(signals).toEqual([]);
  });

  test('answers what cannot be read with 400, and CORS still', async () => {
    const { base, bearer } = await stream(birch, 'webrtc');
    const headers = { authorization: `Bearer ${bearer}` };
    for (const body of [{}, { action: 'dance' }, { action: 'offer' }]) {
      const answer = await post(`${base}/signal`, body, headers);
      expect(answer.status).toBe(400);
      expect(answer.headers.get('access-control-allow-origin')).toBe('https://www.gstatic.com');
    }
  });

  test.each(['GET', 'HEAD', 'PUT'])('does not signal by %s', async (method) => {
    const { base } = await stream(birch, 'webrtc');
    const answer = await fetch(`${base}/signal`, { method });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST, OPTIONS']);
  });

  test('says the same of a stream that is over, and of one that never was', async () => {
    const { base, bearer } = await stream(birch, 'webrtc');
    await house.store.of(birch.account).revokeGrant(birch.grant);
    const headers = { authorization: `Bearer ${bearer}` };
    const answers = [
      await post(`${base}/signal`, { action: 'offer', sdp: 'v=0' }, headers),
      await post(`${base}x/signal`, { action: 'offer', sdp: 'v=0' }, headers),
      await fetch(`${base}/snapshot.jpg`),
      await fetch(`${base}/`),
    ];
    for (const answer of answers) {
      const hidden = { error: 'not-found', message: 'no such stream' };
      expect([answer.status, await answer.json()]).toEqual([404, hidden]);
    }
    expect(signals).toEqual([]);
  });

  test('takes no message without end', async () => {
    const { base, bearer } = await stream(birch, 'webrtc');
    const headers = { authorization: `Bearer ${bearer}` };
    const offer = { action: 'offer', sdp: 'v'.repeat(100_000) };
    expect((await post(`${base}/signal`, offer, headers)).status).toBe(413);
    expect(signals).toEqual([]);
  });

  test('signals so often and no more, and others go on', async () => {
    const mine = await stream(birch, 'webrtc');
    const authorization = `Bearer ${mine.bearer}`;
    const body = { action: 'offer', sdp: 'v=0' };
    const statuses = new Map<number, number>();
    for (let n = 0; n < 25; n += 1) {
      const { status } = await post(`${mine.base}/signal`, body, { authorization });
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    expect([...statuses]).toEqual([
      [200, 20],
      [429, 5],
    ]);
    expect(signals).toHaveLength(20);
    expect(paused).toEqual(Array.from({ length: 5 }, () => 2_000));
    const theirs = await stream(harbour, 'webrtc');
    const answer = await post(`${theirs.base}/signal`, body, {
      authorization: `Bearer ${theirs.bearer}`,
    });
    expect(answer.status).toBe(200);
  });

  test('that signals is open: its session does not end for want of a display', async () => {
    const { base, bearer } = await stream(birch, 'webrtc');
    const headers = { authorization: `Bearer ${bearer}` };
    await post(`${base}/signal`, { action: 'offer', sdp: 'v=0' }, headers);
    house.time.monotonic += 29_999;
    expect((await post(`${base}/signal`, { action: 'end' }, headers)).status).toBe(200);
    expect(house.partitions.load.sessions).toBe(1);
  });

  test('says of itself whether it is over, and to ask that watches nothing', async () => {
    const { base, bearer } = await stream(birch, 'webrtc');
    const headers = { authorization: `Bearer ${bearer}` };
    const state = { action: 'state' };
    expect((await post(`${base}/signal`, state)).status).toBe(401);
    const standing = await post(`${base}/signal`, state, headers);
    expect([standing.status, await standing.json()]).toEqual([200, {}]);
    expect([signals, signalledFrom]).toEqual([[], []]);
    await house.store.of(birch.account).revokeGrant(birch.grant);
    expect((await post(`${base}/signal`, state, headers)).status).toBe(404);
  });

  test('ends for want of a display, however often it is asked whether it is over', async () => {
    const { base, bearer } = await stream(birch, 'webrtc');
    const headers = { authorization: `Bearer ${bearer}` };
    const asked = async (): Promise<number> =>
      (await post(`${base}/signal`, { action: 'state' }, headers)).status;
    // More often than a display that watches would have to come back.
    for (let times = 0; times < 3; times += 1) {
      expect(await asked()).toBe(200);
      house.time.monotonic += 20_000;
      await house.partitions.recheck();
    }
    expect(await asked()).toBe(404);
  });

  test('is over for who asks as soon as the device is gone, whatever stands of the linking', async () => {
    const { base, bearer } = await stream(birch, 'webrtc');
    await house.store.of(birch.account).removeEntry(birch.device);
    const headers = { authorization: `Bearer ${bearer}` };
    expect((await post(`${base}/signal`, { action: 'state' }, headers)).status).toBe(404);
  });

  test('tells nobody else whether it is over', async () => {
    const [own, other] = [await stream(birch, 'webrtc'), await stream(harbour, 'webrtc')];
    const headers = { authorization: `Bearer ${own.bearer}` };
    const across = await post(`${other.base}/signal`, { action: 'state' }, headers);
    const named = { action: 'state', deviceId: harbour.device };
    const byName = await post(`${own.base}/signal`, named, headers);
    expect([across.status, byName.status]).toEqual([401, 404]);
  });

  test('gives a still to a display that waits for its picture', async () => {
    const { base, bearer } = await stream(birch, 'webrtc');
    const headers = { authorization: `Bearer ${bearer}` };
    const answer = await fetch(`${base}/snapshot.jpg`, { headers });
    expect([answer.status, await answer.text()]).toEqual([200, 'a picture']);
    const asked = await fetch(`${base}/snapshot.jpg`, { method: 'OPTIONS' });
    expect(asked.headers.get('access-control-allow-headers')).toContain('authorization');
  });

  test.each(['GET', 'HEAD'])('gives no still without its bearer by %s', async (method) => {
    const { base } = await stream(birch, 'webrtc');
    const other = await stream(harbour, 'webrtc');
    const all = [{}, { authorization: `Bearer ${other.bearer}` }, { authorization: 'Basic eDp5' }];
    for (const headers of all as Record<string, string>[]) {
      const answer = await fetch(`${base}/snapshot.jpg`, { method, headers });
      const hidden = JSON.stringify({ error: 'not-found', message: 'no such stream' });
      expect([answer.status, await answer.text()]).toEqual([404, method === 'GET' ? hidden : '']);
    }
    expect(notebook.notes).toEqual([]);
  });

  test('gives no HLS, and an HLS ticket does not signal', async () => {
    const webrtc = await stream(birch, 'webrtc');
    const hidden = { error: 'not-found', message: 'no such stream' };
    const playlist = await fetch(`${webrtc.base}/index.m3u8`);
    expect([playlist.status, await playlist.json()]).toEqual([404, hidden]);
    const hls = await stream(birch, 'hls');
    const headers = { authorization: `Bearer ${hls.bearer}` };
    const answer = await post(`${hls.base}/signal`, { action: 'offer', sdp: 'v=0' }, headers);
    expect([answer.status, await answer.json()]).toEqual([404, hidden]);
    expect(signals).toEqual([]);
  });

  test('is asked after by Google’s player before it signals', async () => {
    const { base } = await stream(birch, 'webrtc');
    const answer = await fetch(`${base}/signal`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://www.gstatic.com',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      },
    });
    expect(answer.status).toBe(204);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'access-control-allow-origin': 'https://www.gstatic.com',
      'access-control-allow-credentials': 'true',
      'access-control-allow-headers': 'authorization, content-type',
    });
  });
});

test('of a session that asks on and on and takes nothing the oldest answer is cut', async () => {
  next.body = Buffer.alloc(20_000_000);
  const { host, port, pathname } = new URL(`${(await stream(birch, 'hls')).base}/segment.ts`);
  const display = connect(Number(port), '127.0.0.1').on('error', () => undefined);
  const ask = (method: string) => `${method} ${pathname} HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
  display.write(ask('GET') + ask('HEAD').repeat(8));
  await once(display, 'readable');
  await until(() => warned.length > 0);
  await new Promise((resolve) => display.resume().once('close', resolve));
  const cut = 'an answer was cut: its display did not take it';
  expect(warned).toEqual([[cut, expect.objectContaining({ reason: 'too-many' })]]);
});

test('a stream that is asked for stays, one that is not ends', async () => {
  const { base } = await stream(birch, 'hls');
  for (let passed = 0; passed < 90_000; passed += 20_000) {
    expect((await fetch(`${base}/segment.ts`)).status).toBe(200);
    house.time.monotonic += 20_000;
    await house.partitions.recheck();
  }
  house.time.monotonic += 30_000;
  await house.partitions.recheck();
  await sleep(0);
  expect((await fetch(`${base}/segment.ts`)).status).toBe(410);
});

describe('the record', () => {
  const session = async (file: string, method = 'GET') => {
    const { base } = await stream(birch, 'hls');
    return fetch(`${base}/${file}`, { method });
  };

  test.each([
    ['segment.ts', 7],
    ['snapshot.jpg', 1],
  ])('of %s has its bytes and units', async (file, units) => {
    const body = await (await session(file)).arrayBuffer();
    expect(notebook.notes).toMatchObject([{ bytes: body.byteLength, units }]);
    expect(notebook.notes[0]?.facts).toMatchObject({ account: birch.account, protocol: 'hls' });
  });

  test.each(['segment.ts', 'snapshot.jpg'])(
    'of HEAD for %s is one of a delivery without a byte: the size tells what moves',
    async (file) => {
      expect((await session(file, 'HEAD')).status).toBe(200);
      expect(notebook.notes).toMatchObject([{ bytes: 0, units: 0 }]);
      expect(notebook.notes[0]?.facts).toMatchObject({ account: birch.account, protocol: 'hls' });
    },
  );

  test('that cannot be written lets no size out either', async () => {
    const { base } = await stream(birch, 'hls');
    notebook.full = true;
    const answer = await fetch(`${base}/segment.ts`, { method: 'HEAD' });
    expect(answer.status).toBe(503);
  });

  test('says nothing of a foreign picture, which was not sent', async () => {
    next = { ...next, stamp: stampOf(harbour) };
    expect((await session('segment.ts')).status).toBe(404);
    expect(notebook.notes).toEqual([]);
  });

  test.each([
    [true, '127.0.0.1'],
    [false, undefined],
  ])('of where displays are: %s', async (wanted, address) => {
    await drain(server, 100);
    await serve(wanted);
    expect((await session('segment.ts')).status).toBe(200);
    expect(notebook.notes).toMatchObject([{ facts: { address } }]);
    const { base, bearer } = await stream(birch, 'webrtc');
    const offer = JSON.stringify({ action: 'offer', sdp: 'v=0' });
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${bearer}` };
    await fetch(`${base}/signal`, { method: 'POST', headers, body: offer });
    expect(signalledFrom).toEqual([address]);
  });

  const from = (address: string) => ({ 'x-forwarded-for': address });

  /** Uses the stream of a new session from each of these places. */
  async function useFrom(...places: readonly string[]): Promise<void> {
    const { base } = await stream(birch, 'hls');
    for (const place of places) {
      const answer = await fetch(`${base}/segment.ts`, { headers: from(place) });
      expect([answer.status, await answer.text()]).toEqual([200, 'a picture']);
    }
  }

  test.each([
    [true, '192.0.2.1', '192.0.2.2'],
    [false, 'what stands for 192.0.2.1', 'what stands for 192.0.2.2'],
  ])('of a ticket used from elsewhere, addresses: %s', async (wanted, first, elsewhere) => {
    await drain(server, 100);
    await serve(wanted, 1);
    await useFrom('192.0.2.1', '192.0.2.1', '192.0.2.2', '192.0.2.1', '192.0.2.2');
    const { account, grant, device } = birch;
    const line = { account, grant, device, what: 'elsewhere', first, from: elsewhere };
    expect(notebook.beside).toEqual([expect.objectContaining(line)]);
    expect(notebook.notes).toHaveLength(1);
  });

  test('of a ticket used from everywhere names eight places, then says that more came', async () => {
    await drain(server, 100);
    await serve(true, 1);
    await useFrom(...Array.from({ length: 12 }, (_, at) => `192.0.2.${at}`));
    const others = Array.from({ length: 8 }, (_, at) => `192.0.2.${at + 1}`);
    expect(notebook.beside).toMatchObject([
      ...others.map((place) => ({ what: 'elsewhere', first: '192.0.2.0', from: place })),
      { what: 'more', of: 'elsewhere' },
    ]);
  });

  test.each([
    ['GET', 'snapshot.jpg'],
    ['HEAD', 'segment.ts'],
    ['POST', 'signal'],
  ])('of %s for %s from elsewhere says so', async (method, file) => {
    await drain(server, 100);
    await serve(true, 1);
    const { base, bearer } = await stream(birch, method === 'POST' ? 'webrtc' : 'hls');
    for (const place of ['192.0.2.1', '2001:db8::2']) {
      const authorization = `Bearer ${bearer}`;
      const headers = { authorization, 'content-type': 'application/json', ...from(place) };
      const body = JSON.stringify({ action: 'offer', sdp: 'v=0' });
      const asked = { method, headers, ...(method === 'POST' && { body }) };
      expect((await fetch(`${base}/${file}`, asked)).status).toBe(200);
    }
    expect(notebook.beside).toMatchObject([{ first: '192.0.2.1', from: '2001:db8::2' }]);
  });

  test('of a ticket that gives nothing says nothing of who tried it', async () => {
    await drain(server, 100);
    await serve(true, 1);
    const { base } = await stream(birch, 'webrtc');
    for (const place of ['192.0.2.1', '192.0.2.2']) {
      const answer = await fetch(`${base}/snapshot.jpg`, { headers: from(place) });
      expect(answer.status).toBe(404);
    }
    expect(notebook.beside).toEqual([]);
  });

  test('that cannot be written lets nothing out', async () => {
    const { base } = await stream(birch, 'hls');
    notebook.full = true;
    const answer = await fetch(`${base}/segment.ts`);
    expect([answer.status, await answer.text()]).toEqual([
      503,
      expect.not.stringContaining('picture'),
    ]);
  });
});
