/**
 * A camera that showed pictures and shows none any more, though its packets come: it is offline, and tried anew.
 *
 * @takes 22 s
 */
import type { Socket } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import type { ConditionLine } from '../condition.ts';
import type { Reason } from '../reason.ts';
import { bench } from './testing/bench.ts';
import { pack, pictures, rtpBytes, shippedClip } from '../../media/testing/h264.ts';
import { interleaved } from '../../media/rtsp/interleaved.ts';
import { burst } from './testing/scripted-camera.ts';
import { until } from '../../../workshop/until.ts';

const { camera, watch } = bench();
const clip = pictures(shippedClip());

/** Sends video packets from now on, and sound beside them, every `intervalMs`. */
function goOn(
  socket: Socket,
  video: (turn: number) => { marker: boolean; payload: Buffer }[],
  intervalMs = 20,
): void {
  let [turn, sequence] = [0, 30_000];
  const timer = setInterval(() => {
    turn += 1;
    const timestamp = 1_000_000 + turn * 6_000;
    for (const packed of video(turn)) {
      sequence += 1;
      socket.write(interleaved(0, rtpBytes({ ...packed, sequence, timestamp, ssrc: 1 })));
    }
    const sound = { sequence: turn, timestamp: turn * 160, payloadType: 0, ssrc: 2 };
    socket.write(interleaved(2, rtpBytes({ ...sound, payload: Buffer.alloc(160, 0xff) })));
  }, intervalMs);
  socket.once('close', () => clearInterval(timer));
}

/** An access unit delimiter makes no picture. */
const nothing = () => [{ marker: true, payload: Buffer.from([0x09, 0xf0]) }];
/** A key picture whose last packet is missing. */
const torn = () => pack(clip[0] ?? []).slice(0, -1);

function notebook() {
  const noted: (Reason | undefined)[] = [];
  const note = (_from: unknown, _line: ConditionLine, reason: Reason | undefined): void =>
    void noted.push(reason);
  return { noted, note };
}

const soon = { silentAfterMs: 400, readyTimeoutMs: 1_500 };

describe('pictures break off, packets and sound do not', () => {
  test.each([
    ['packets that make no picture', nothing, 'no-key-picture'],
    ['key pictures that are not whole', torn, 'damaged'],
  ] as const)('%s: offline, not ready, and the reason is told', async (_, video, code) => {
    const one = await camera({
      play(socket, connection) {
        if (connection === 1) socket.write(burst());
        goOn(socket, video);
      },
    });
    const { noted, note } = notebook();
    const { source, audio, video: shown } = watch(one.url, { ...soon, note });
    await until(() => shown.length > 0);
    await until(() => !source.online());
    await until(() => noted.at(-1) !== undefined);
    expect(noted.at(-1)).toMatchObject({ code });
    // An old key picture makes nobody ready, however long he can wait.
    await expect(source.ready(16_000)).rejects.toMatchObject({ reason: { code } });
    expect(source.dueMs?.(Infinity)).toBe(Infinity);
    expect(source.online()).toBe(false);
    expect(audio.length).toBeGreaterThan(0);
  });

  test('it is tried anew, and told when it plays again', async () => {
    const one = await camera({
      play(socket, connection) {
        socket.write(burst());
        if (connection === 1) goOn(socket, nothing);
      },
    });
    const { noted, note } = notebook();
    const { source, log } = watch(one.url, { ...soon, silentAfterMs: 1_000, note });
    await until(() => one.requests.some(({ connection }) => connection === 2));
    expect(log.find(({ event }) => event === 'rtsp-lost')?.fields.reason).toBe('pictureless');
    await until(() => noted.length > 2 && noted.at(-1) === undefined);
    expect(noted.slice(0, 2)).toEqual([
      undefined,
      expect.objectContaining({ code: 'no-key-picture' }),
    ]);
    expect(source.online()).toBe(true);
  });

  test('one that shows nothing on the next connection either is tried again, less and less often', async () => {
    const begun: number[] = [];
    const { noted, note } = notebook();
    const toldAtPlay: unknown[] = [];
    const one = await camera({
      play(socket, connection) {
        begun.push(performance.now());
        toldAtPlay.push(noted.at(-1));
        if (connection === 1 || connection === 5) socket.write(burst());
        goOn(socket, nothing);
      },
    });
    const keyTimeoutMs = 300;
    const { log, video } = watch(one.url, { ...soon, note, keyTimeoutMs });
    await until(() => begun.length === 5, 20_000);
    const lasted = begun.slice(1).map((at, index) => at - (begun[index] ?? 0));
    expect(lasted[2]).toBeGreaterThan(2 * keyTimeoutMs);
    expect(lasted[3]).toBeGreaterThan(4 * keyTimeoutMs);
    const lost = log
      .filter(({ event }) => event === 'rtsp-lost')
      .map(({ fields }) => fields.reason);
    expect(new Set(lost)).toEqual(new Set(['pictureless']));
    // Before its fifth connection shows a picture again the reason stands.
    expect(toldAtPlay[4]).not.toBeUndefined();
    await until(() => noted.at(-1) === undefined && video.at(-1)?.afresh !== true);
    // What is found to be frozen then is tried at once again.
    await until(() => begun.length === 6, 20_000);
  }, 60_000);

  test('one that never showed any is waited for', async () => {
    let turns = 0;
    const counted = (turn: number): ReturnType<typeof nothing> => {
      turns = turn;
      return nothing();
    };
    const one = await camera({ play: (socket) => goOn(socket, counted) });
    watch(one.url, { ...soon, keyTimeoutMs: 20 });
    await until(() => turns > 100, 20_000);
    expect(one.requests.filter(({ method }) => method === 'PLAY')).toHaveLength(1);
  });

  test('while the next key picture is due the connection is kept', async () => {
    let sent = 0;
    const one = await camera({
      play(socket) {
        // Fifteen pictures from one key picture to the next; of the third lot most are lost.
        goOn(socket, (turn) => {
          const at = Math.floor(turn / 5);
          const isLost = at > 33 && at < 45;
          if (turn % 5 !== 0 || isLost) return nothing();
          sent = at;
          return pack(clip[at % 15] ?? []);
        });
      },
    });
    const { source, log, video } = watch(one.url, { ...soon, silentAfterMs: 700 });
    // Nobody is told that there is a picture meanwhile, but when one is due.
    await until(() => sent > 30, 30_000);
    await until(() => !source.online() && source.dueMs?.(Infinity) !== 0);
    await until(() => sent > 48, 30_000);
    await until(() => video.filter(({ key }) => key).length > 3);
    expect(log.map(({ event }) => event)).toEqual(['rtsp-playing']);
  });
});

describe('one key picture, and then none', () => {
  test('is enough for whoever begins with one so old, and for nobody else', async () => {
    const one = await camera({ play: (socket) => socket.write(burst({ count: 9 })) });
    const { noted, note } = notebook();
    const { source, video } = watch(one.url, { readyTimeoutMs: 300, note });
    await until(() => video.length > 7);
    await source.ready(0, 60_000);
    await until(() => source.dueMs?.(20) !== 0);
    const refused = { reason: { code: 'no-key-picture', seconds: expect.any(Number) } };
    await expect(source.ready(16_000, 20)).rejects.toMatchObject(refused);
    await source.ready(0);
    expect(source.online()).toBe(true);
    expect(noted).toEqual([undefined, expect.objectContaining({ code: 'no-key-picture' })]);
    for (const socket of one.sockets) socket.write(burst({ ssrc: 5 }));
    await until(() => noted.length === 3);
    expect(noted.at(-1)).toBeUndefined();
  });

  test('the next key picture ends the wait of all', async () => {
    const one = await camera({ play: (socket) => socket.write(burst({ count: 9 })) });
    const { source, video } = watch(one.url, { readyTimeoutMs: 20_000 });
    await until(() => video.length > 7);
    await until(() => source.dueMs?.(0) === Infinity);
    const ready = source.ready(0, 0);
    for (const socket of one.sockets) socket.write(burst({ ssrc: 5 }));
    await ready;
  });
});

describe('most of its pictures are of no use', () => {
  test('that is told also where a key picture ends a while without any', async () => {
    const at = clip.length;
    const sent = (turn: number) => {
      // All that follow it refer to it, up to the next key picture.
      return turn > at && turn % 15 === 3 ? [] : pack(clip[turn % 15] ?? []);
    };
    const one = await camera({ play: (socket) => goOn(socket, sent, 60) });
    const { noted, note } = notebook();
    // Pictures are away for three quarters of a second each time; on a busy machine others are late, too.
    watch(one.url, { note, lossWindowMs: 1_500, silentAfterMs: 360 });
    const isDamaged = (reason: Reason | undefined) => reason?.code === 'damaged';
    await until(() => noted.some(isDamaged), 30_000);
    const since = noted.findIndex(isDamaged);
    await until(() => noted.length > since + 5, 30_000);
    expect(noted.slice(since).every(isDamaged)).toBe(true);
  });

  test('it is told of as damaged, though it shows some, until they are', async () => {
    let isWhole = false;
    const sent = (turn: number) => {
      const at = turn % clip.length;
      // All that follow it refer to it, up to the next key picture.
      return !isWhole && at % 15 === 3 ? [] : pack(clip[at] ?? []);
    };
    const one = await camera({ play: (socket) => goOn(socket, sent) });
    const { noted, note } = notebook();
    const { source, video } = watch(one.url, { note, lossWindowMs: 500 });
    await until(() => noted.length === 2);
    expect(noted).toEqual([undefined, { code: 'damaged' }]);
    expect(source.online()).toBe(true);
    const shown = video.length;
    await until(() => video.length > shown);
    isWhole = true;
    await until(() => noted.length === 3);
    expect(noted.at(-1)).toBeUndefined();
  });
});
