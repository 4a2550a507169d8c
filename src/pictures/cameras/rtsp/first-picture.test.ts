/** A camera is ready when a picture is on its way, and not a moment before. */
import type { Socket } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import type { ConditionLine } from '../condition.ts';
import type { Reason } from '../reason.ts';
import { bench } from './testing/bench.ts';
import { burst, usualSdp } from './testing/scripted-camera.ts';
import { until } from '../../../workshop/until.ts';

const { camera, watch } = bench();

/** Notes what is told of a camera, in order. */
function notebook() {
  const noted: (Reason | undefined)[] = [];
  const note = (_from: unknown, _line: ConditionLine, reason: Reason | undefined): void =>
    void noted.push(reason);
  return { noted, note };
}

/** From the middle between two key pictures: the clip has one every fifteen. */
const middle = (): Buffer => burst({ from: 3, count: 9 });

test('packets without a key picture make no camera ready, and the reason is said', async () => {
  const one = await camera({ play: (socket) => socket.write(middle()) });
  const { noted, note } = notebook();
  const { source } = watch(one.url, { readyTimeoutMs: 1_500, note });
  const refused = {
    reason: { code: 'no-key-picture', seconds: expect.any(Number) },
    code: 'stream-unavailable',
  };
  await expect(source.ready()).rejects.toMatchObject(refused);
  expect(source.online()).toBe(false);
  expect(source.awaitsKey?.()).toBe(true);
  expect(noted.at(-1)).toMatchObject({ code: 'no-key-picture' });
});

test('key pictures of which none is whole are damaged', async () => {
  const torn = (): Buffer => {
    const whole = burst({ count: 1 });
    // The last packet of the key picture is not there.
    let at = 0;
    while (at + 4 + whole.readUInt16BE(at + 2) < whole.length) at += 4 + whole.readUInt16BE(at + 2);
    return Buffer.concat([whole.subarray(0, at), middle()]);
  };
  const one = await camera({ play: (socket) => socket.write(torn()) });
  const { source } = watch(one.url, { readyTimeoutMs: 1_500 });
  await expect(source.ready()).rejects.toMatchObject({ reason: { code: 'damaged' } });
});

test.each([
  ['is whole, as the next picture would show', burst({ count: 1 })],
  ['is on its way still', burst({ count: 1 }).subarray(0, 4_000)],
])('a key picture that %s is not damaged', async (_, begun) => {
  let playing: Socket | undefined;
  const one = await camera({ play: (socket) => void (playing = socket).write(begun) });
  const { noted, note } = notebook();
  const { source, video } = watch(one.url, { readyTimeoutMs: 1_500, note });
  await expect(source.ready()).rejects.toMatchObject({ reason: { code: 'no-key-picture' } });
  playing?.write(burst({ count: 2 }).subarray(begun.length));
  await until(() => video.length > 0);
  expect(noted.map((reason) => reason?.code)).not.toContain('damaged');
});

test('whoever can wait is ready with the tracks alone', async () => {
  const one = await camera({ play: (socket) => socket.write(middle()) });
  const { source } = watch(one.url);
  expect((await source.ready(Infinity)).video).toMatchObject({ width: 848, height: 480 });
});

test('one that says it plays and sends nothing is silent', async () => {
  const one = await camera({ play: () => undefined });
  const { noted, note } = notebook();
  const { source } = watch(one.url, { readyTimeoutMs: 1_500, note });
  await expect(source.ready(60_000)).rejects.toMatchObject({ reason: { code: 'silent' } });
  expect(source.awaitsKey?.()).toBe(false);
  expect(noted.at(-1)).toEqual({ code: 'silent' });
});

test('one whose URL asks for SRTP is not understood for that', async () => {
  const one = await camera({ play: (socket) => socket.write(middle()) });
  const { source } = watch(`${one.url}?enableSrtp`, { readyTimeoutMs: 1_500 });
  await expect(source.ready()).rejects.toMatchObject({ reason: { code: 'srtp' } });
});

test('also where nobody waits, it is told what is missing, and when it has come', async () => {
  let playing: Socket | undefined;
  const one = await camera({
    play: (socket) => {
      playing = socket;
      socket.write(middle());
    },
  });
  const { noted, note } = notebook();
  watch(one.url, { readyTimeoutMs: 1_000, note });
  await until(() => noted.length > 0);
  playing?.write(burst({ ssrc: 5 }));
  await until(() => noted.length > 1);
  expect(noted).toEqual([{ code: 'no-key-picture', seconds: 1 }, undefined]);
});

describe('a camera whose key pictures are known', () => {
  /** Two seconds between its key pictures, as most have: a stalled machine takes them for late only after three. */
  const intervalMs = 2_000;

  /** The first connection brings two key pictures and ends; later ones begin in the middle. */
  const known = () =>
    camera({
      play: (socket, connection) => {
        socket.write(connection === 1 ? burst({ count: 15 }) : middle());
        if (connection > 1) return;
        setTimeout(() => socket.end(burst({ from: 15, count: 15 })), intervalMs);
      },
    });

  test('is ready as soon as it sends, where the next is due in time', async () => {
    const one = await known();
    const { source, video } = watch(one.url, { readyTimeoutMs: 60_000, silentAfterMs: 60_000 });
    await until(() => video.filter(({ key }) => key).length > 1);
    await until(() => !source.online());
    await source.ready(60_000);
    expect(one.requests.at(-1)?.connection).toBeGreaterThan(1);
    expect(source.awaitsKey?.()).toBe(true);
    expect(source.online()).toBe(false);
  });
});

test('a camera that has shown a key picture is ready for everybody', async () => {
  const one = await camera();
  const { source } = watch(one.url);
  await source.ready();
  await source.ready();
  expect(source.awaitsKey?.()).toBe(false);
});

test('what is only H.265, only MJPEG, encrypted or no video at all is told apart', async () => {
  const h265 = usualSdp.replace('H264/90000', 'H265/90000');
  const mjpeg = 'v=0\r\nm=video 0 RTP/AVP 26\r\na=control:v';
  const srtp = usualSdp.replace('RTP/AVP 96', 'RTP/SAVP 96\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80');
  const sound = 'v=0\r\nm=audio 0 RTP/AVP 0\r\na=control:a';
  const found: unknown[] = [];
  for (const sdp of [h265, mjpeg, srtp, sound]) {
    const { source } = watch((await camera({ sdp })).url, { readyTimeoutMs: 60_000 });
    found.push(await source.ready().catch((error: unknown) => error));
  }
  expect(found).toEqual(
    ['only-h265', 'only-mjpeg', 'srtp', 'no-video'].map((code) =>
      expect.objectContaining({ reason: { code } }),
    ),
  );
});
