import { setTimeout as pause } from 'node:timers/promises';
import { createSocket } from 'node:dgram';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Feed } from '../feed.ts';
import type { PeerEnd, WebRtcEngine } from './peer.ts';
import { openHouse } from './testing/house.ts';
import type { House } from './testing/house.ts';
import { browserOffer } from './testing/offers.ts';
import { until } from '../../../workshop/until.ts';

let house: House;
let engine: WebRtcEngine;
beforeEach(async () => {
  house = openHouse();
  engine = await house.engine();
});
afterEach(() => house.close());

test('two displays on two cameras through the one port get their own camera each', async () => {
  const [birch, harbour] = [
    await house.warm('birch/garden'),
    await house.warm('harbour/front-door'),
  ];
  const [one, two] = [await house.watch(engine, birch), await house.watch(engine, harbour)];
  await Promise.all([one.playing(), two.playing()]);
  const portOf = (sdp: string): string | undefined => / udp \d+ \S+ (\d+) typ/i.exec(sdp)?.[1];
  expect(portOf(one.peer.sdp)).toBe(portOf(two.peer.sdp));
  expect(one.display.ssrc()).not.toBe(two.display.ssrc());
  expect(one.admitted.every(({ stamp }) => stamp === birch.feed.stamp)).toBe(true);
  expect(two.admitted.every(({ stamp }) => stamp === harbour.feed.stamp)).toBe(true);
});

test('a display that never connects is given up', async () => {
  engine = await house.engine({ connectTimeoutMs: 200 });
  const ends: PeerEnd[] = [];
  const { feed, tracks } = house.camera('birch/garden');
  let asked = 0;
  const admit = (): void => void (asked += 1);
  const onEnd = (reason: PeerEnd): void => void ends.push(reason);
  await engine.connect({ feed, tracks, offer: browserOffer(), since: 0, admit, onEnd });
  await until(() => ends.length > 0);
  expect(ends).toEqual(['failed']);
  expect(asked).toBe(0);
});

test('only so many displays at a time; one that ended makes room', async () => {
  engine = await house.engine({ maxPeers: 1 });
  const { feed, tracks } = house.camera('birch/garden');
  const request = { feed, tracks, offer: browserOffer(), since: 0, admit() {}, onEnd() {} };
  const results = await Promise.allSettled([engine.connect(request), engine.connect(request)]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  await expect(engine.connect(request)).rejects.toMatchObject({ code: 'too-many' });
  if (results[0]?.status === 'fulfilled') results[0].value.end();
  await expect(engine.connect(request)).resolves.toBeDefined();
  await expect(engine.connect({ ...request, offer: 'v=1' })).rejects.toMatchObject({
    code: 'too-many',
  });
});

test('an offer that is refused takes no place', async () => {
  engine = await house.engine({ maxPeers: 1 });
  const { feed, tracks } = house.camera('birch/garden');
  const request = { feed, tracks, since: 0, admit() {}, onEnd() {} };
  const refused = engine.connect({ ...request, offer: browserOffer(['audio']) });
  await expect(refused).rejects.toMatchObject({ code: 'bad-request' });
  await expect(engine.connect({ ...request, offer: browserOffer() })).resolves.toBeDefined();
});

test('a fault in our own code ends the one connection, not the process', async () => {
  const camera = house.camera('birch/garden');
  const faults: object[] = [];
  engine = await house.engine({
    log: { info: () => undefined, warn: (fields) => void faults.push(fields) },
  });
  const feed: Feed = {
    ...camera.feed,
    watch() {
      throw new Error('broken');
    },
  };
  const watching = await house.watch(engine, { ...camera, feed });
  await until(() => watching.ends.length > 0);
  expect([faults.length, watching.ends]).toEqual([1, ['failed']]);
});

test('the bridge offers: an answer opens it, nonsense or a second answer does not', async () => {
  const { feed, tracks } = house.camera('birch/garden');
  const peer = await engine.connect({ feed, tracks, since: 0, admit() {}, onEnd() {} });
  const refused = expect.objectContaining({ code: 'bad-request' });
  expect(() => peer.accept('nonsense')).toThrow(refused);
  const answer = browserOffer(['video', 'audio'], (line) =>
    line
      .replace(/\b96\b/g, '99')
      .replace(/\b102\b/g, '96')
      .replace('actpass', 'active'),
  );
  peer.accept(answer);
  expect(() => peer.accept(answer)).toThrow(refused);
  peer.end();
  const answered = await engine.connect({
    feed,
    tracks,
    offer: browserOffer(),
    since: 0,
    admit() {},
    onEnd() {},
  });
  expect(() => answered.accept(answer)).toThrow(refused);
});

test('closing the engine ends every connection, also one being opened, and frees the port', async () => {
  const watching = await house.watch(engine, await house.warm('birch/garden'));
  await watching.playing();
  const port = Number(/ udp \d+ \S+ (\d+) typ/i.exec(watching.peer.sdp)?.[1]);
  const { feed, tracks } = house.camera('birch/garden');
  const ends: PeerEnd[] = [];
  const onEnd = (reason: PeerEnd): void => void ends.push(reason);
  const request = { feed, tracks, offer: browserOffer(), since: 0, admit() {}, onEnd };
  const opening = engine.connect(request);
  await engine.close();
  await opening;
  expect([watching.ends, ends]).toEqual([['closed'], ['closed']]);
  await expect(engine.connect(request)).rejects.toMatchObject({ code: 'overloaded' });
  let free = false;
  for (let tries = 0; !free && tries < 50; tries += 1) {
    free = await canBind(port);
    if (!free) await pause(50);
  }
  expect(free).toBe(true);
  engine = await house.engine({ udpPort: port });
});

test('a port in use is an error, not the end of the process', async () => {
  const socket = createSocket('udp6');
  await new Promise<void>((resolve) => socket.bind(0, resolve));
  const { port } = socket.address();
  await expect(house.engine({ udpPort: port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await new Promise<void>((resolve) => socket.close(() => resolve()));
});

test('addresses: bound ones alone, announced ones in addition, nonsense refused', async () => {
  engine = await house.engine({
    bindAddress: '127.0.0.1',
    announcedAddresses: ['203.0.113.9', '2001:db8::9'],
  });
  const { feed, tracks } = house.camera('birch/garden');
  const peer = await engine.connect({ feed, tracks, since: 0, admit() {}, onEnd() {} });
  const found = [...peer.sdp.matchAll(/^a=candidate:\S+ 1 udp \d+ (\S+) \d+ typ host/gim)];
  expect(found.map(([, address]) => address)).toEqual(['127.0.0.1', '203.0.113.9', '2001:db8::9']);
  await expect(house.engine({ announcedAddresses: ['203.0.113.999'] })).rejects.toThrow(TypeError);
});

function canBind(port: number): Promise<boolean> {
  const socket = createSocket('udp4');
  return new Promise((resolve) => {
    socket.once('error', () => socket.close(() => resolve(false)));
    socket.bind(port, '0.0.0.0', () => socket.close(() => resolve(true)));
  });
}
