/** Cameras that end one connection after the other, each of which played. */
import { describe, expect, test } from '@jest/globals';
import type { Reason } from '../reason.ts';
import { Flapping } from './flapping.ts';
import { bench } from './testing/bench.ts';
import { burst, type Script } from './testing/scripted-camera.ts';
import { until } from '../../../workshop/until.ts';

const { camera, watch } = bench();

test('three short ones in a row are no accident; a long one ends it', () => {
  const flapping = new Flapping(10_000);
  for (const playedMs of [600, 600]) flapping.ended(playedMs);
  expect(flapping.isOn).toBe(false);
  flapping.ended(10_000);
  for (const playedMs of [600, 600]) flapping.ended(playedMs);
  expect(flapping.isOn).toBe(false);
  flapping.ended(600);
  expect(flapping.isOn).toBe(true);
  expect(flapping.goesOn(9_999)).toBe(false);
  expect(flapping.goesOn(10_000)).toBe(true);
  expect(flapping.isOn).toBe(false);
  expect(flapping.goesOn(20_000)).toBe(false);
});

test('a camera that is kicked every ten seconds is one that flaps, one every minute is none', () => {
  const [kicked, steady] = [new Flapping(), new Flapping()];
  for (let at = 0; at < 3; at += 1) {
    kicked.ended(10_500);
    steady.ended(60_000);
  }
  expect([kicked.isOn, steady.isOn]).toEqual([true, false]);
  expect(kicked.goesOn(29_000)).toBe(false);
});

/** Plays for a moment, as long as `cuts` says so. */
const cutting = (cuts: () => boolean): Script => ({
  play(socket) {
    socket.write(burst());
    const more = setInterval(() => socket.write(burst({ count: 15 })), 40);
    socket.once('close', () => clearInterval(more));
    if (cuts()) setTimeout(() => socket.destroy(), 60);
  },
});

describe.each([
  ['of many connections', 'closed', undefined],
  ['of one connection, that another takes again and again', 'one-connection', 1],
] as const)('a camera %s', (_, code, connections) => {
  test('is told of while it ends them, though it plays in between', async () => {
    let cuts = true;
    const one = await camera(cutting(() => cuts));
    const plays = (): number => one.requests.filter(({ method }) => method === 'PLAY').length;
    const noted: (Reason | undefined)[] = [];
    const { video } = watch(
      one.url,
      { note: (_from, line, reason) => void (line === 'stream' && noted.push(reason)) },
      connections === undefined ? {} : { connections },
    );
    await until(() => noted.at(-1)?.code === code);
    expect(plays()).toBeGreaterThanOrEqual(3);
    const before = plays();
    const seen = video.length;
    await until(() => plays() >= before + 2 && video.length > seen);
    expect(noted.slice(noted.findIndex((reason) => reason?.code === code))).not.toContain(
      undefined,
    );
    cuts = false;
  });

  test('plays again once a connection has lasted', async () => {
    let cuts = true;
    const one = await camera(cutting(() => cuts));
    const noted: (Reason | undefined)[] = [];
    watch(
      one.url,
      {
        note: (_from, line, reason) => void (line === 'stream' && noted.push(reason)),
        steadyMs: 300,
      },
      connections === undefined ? {} : { connections },
    );
    await until(() => noted.at(-1)?.code === code);
    cuts = false;
    await until(() => noted.at(-1) === undefined);
  });
});

test('the first picture of each connection says that it is the first', async () => {
  const one = await camera(cutting(() => false));
  const { video } = watch(one.url);
  await until(() => video.length > 1);
  for (const socket of one.sockets) socket.destroy();
  const first = (): number[] =>
    video.flatMap(({ afresh }, index) => (afresh === true ? [index] : []));
  await until(() => first().length === 2 && video.length > (first()[1] ?? 0) + 1);
  expect(first()).toEqual([0, expect.any(Number)]);
});

test('how long a key picture is missing is noted again and again while it is', async () => {
  const noted: (Reason | undefined)[] = [];
  // Packets, and nothing that makes a picture.
  const one = await camera({
    play(socket) {
      const packet = burst().subarray(0, 4 + 12);
      packet.writeUInt16BE(12, 2);
      const more = setInterval(() => socket.write(packet), 40);
      socket.once('close', () => clearInterval(more));
    },
  });
  watch(one.url, {
    readyTimeoutMs: 100,
    note: (_from, line, reason) => void (line === 'stream' && noted.push(reason)),
  });
  const secondsOf = (): number[] =>
    noted.flatMap((reason) => (reason?.code === 'no-key-picture' ? [reason.seconds] : []));
  await until(() => (secondsOf().at(-1) ?? 0) > 3, 20_000);
  expect(secondsOf()[0]).toBe(1);
}, 30_000);
