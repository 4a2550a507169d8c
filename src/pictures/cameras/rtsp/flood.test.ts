/** A camera that sends tiny pictures in huge numbers: each costs the bridge work, however few bytes it has. */
import type { Socket } from 'node:net';
import { expect, test } from '@jest/globals';
import type { Reason } from '../reason.ts';
import { limits } from './limits.ts';
import { bench } from './testing/bench.ts';
import { pack, pictures, rtpBytes, shippedClip } from '../../media/testing/h264.ts';
import { typeOf } from '../../media/h264/nal.ts';
import { interleaved } from '../../media/rtsp/interleaved.ts';
import { usualSdp } from './testing/scripted-camera.ts';
import { until } from '../../../workshop/until.ts';
import { UnitBudget } from './unit-budget.ts';

const { camera, watch } = bench();
const [key = [], second = []] = pictures(shippedClip());
/** Its first bytes are all that is read of a picture here. */
const tiny = (second.find((nal) => typeOf(nal) === 1) ?? Buffer.alloc(0)).subarray(0, 16);

/** A key picture and so many tiny ones, as fast as they are taken. */
function flood(socket: Socket, count: number): void {
  let sequence = 0;
  const all = [key, ...Array.from({ length: count }, () => [tiny])];
  const packets = all.flatMap((nals, at) =>
    pack(nals).map((packed) => {
      sequence += 1;
      return interleaved(0, rtpBytes({ ...packed, sequence, timestamp: at * 90, ssrc: 1 }));
    }),
  );
  socket.write(Buffer.concat(packets));
}

test('a flood of pictures ends its connection, is told of, and comes back later and later', async () => {
  const one = await camera({ play: (socket) => flood(socket, 20_000) });
  const noted: (Reason | undefined)[] = [];
  const { video, log } = watch(one.url, {
    note: (_from, line, reason) => void (line === 'stream' && noted.push(reason)),
    backoff: { firstMs: 20, maxMs: 60_000 },
  });
  const lost = (): number[] =>
    log.flatMap(({ event, fields }) => (event === 'rtsp-lost' ? [Number(fields.retryMs)] : []));
  await until(() => lost().length >= 4, 30_000);
  expect(noted.at(-1)).toEqual({ code: 'malformed' });
  expect(lost()[3]).toBeGreaterThanOrEqual(80);
  const connections = Math.max(...one.requests.map(({ connection }) => connection));
  expect(video.length).toBeLessThan(connections * 1.5 * limits.pictures.atOnce);
  expect(video.length).toBeGreaterThan(limits.pictures.atOnce / 2);
}, 40_000);

test.each([
  ['by their sizes', '78', '000106'],
  ['by start codes', '0c01', '00000106'],
  ['by start codes, with nothing between them', '0c01', '000001'],
])('a flood of NAL units that share packets %s ends its connection', async (_how, head, small) => {
  const payload = Buffer.from(`${head}${small.repeat(400)}`, 'hex');
  const one = await camera({
    play(socket) {
      flood(socket, 10);
      const packets = Array.from({ length: 1_000 }, (_, at) =>
        interleaved(
          0,
          rtpBytes({ sequence: 1_000 + at, timestamp: 1, marker: false, ssrc: 1, payload }),
        ),
      );
      socket.write(Buffer.concat(packets));
    },
  });
  const noted: (Reason | undefined)[] = [];
  const { log } = watch(one.url, {
    note: (_from, line, reason) => void (line === 'stream' && noted.push(reason)),
  });
  await until(() => log.some(({ event }) => event === 'rtsp-lost'), 5_000);
  expect(noted.at(-1)).toEqual({ code: 'malformed' });
});

test('of a flood of frames of sound that share packets no more is read than is heard', async () => {
  const frames = 63;
  const bits = frames * 16;
  const payload = Buffer.from(
    `${bits.toString(16).padStart(4, '0')}${'0008'.repeat(frames)}${'21'.repeat(frames)}`,
    'hex',
  );
  const format =
    'a=rtpmap:97 mpeg4-generic/16000/1\r\na=fmtp:97 mode=AAC-hbr;config=1408;sizeLength=13;indexLength=3;indexDeltaLength=3';
  const packets = Array.from({ length: 500 }, (_, at) => {
    const of = { sequence: at, timestamp: at * frames * 1_024, marker: true, ssrc: 2 };
    return interleaved(2, rtpBytes({ ...of, payloadType: 97, payload }));
  });
  const sockets: Socket[] = [];
  const one = await camera({
    sdp: usualSdp.replace('m=audio 0 RTP/AVP 0', `m=audio 0 RTP/AVP 97\r\n${format}`),
    play(socket) {
      flood(socket, 10);
      sockets.push(socket);
    },
  });
  const { audio, video, log } = watch(one.url);
  // Sound waits for the first picture; what comes with it is not heard.
  await until(() => video.length > 0);
  sockets[0]?.write(Buffer.concat(packets));
  let seen = 0;
  await until(() => {
    const isAll = audio.length > 1_000 && audio.length === seen;
    seen = audio.length;
    return isAll;
  });
  expect(audio.length).toBeLessThan(limits.soundUnits.atOnce + 200);
  // Of a packet whose beginning is heard, the rest is heard too.
  expect(audio.length % frames).toBe(0);
  expect(log.map(({ event }) => event)).toEqual(['rtsp-playing']);
});

test('what a camera has kept since its last key picture is no flood', async () => {
  const one = await camera({ play: (socket) => flood(socket, 1_500) });
  const { video, log } = watch(one.url);
  await until(() => video.length >= 1_500);
  expect(log.map(({ event }) => event)).toEqual(['rtsp-playing']);
});

test('so many at once, and so many in a second after that', () => {
  const budget = new UnitBudget({ atOnce: 10, perSecond: 5 }, 0);
  const taken = (now: number): number =>
    Array.from({ length: 40 }, () => budget.take(now)).filter(Boolean).length;
  expect([taken(0), taken(1_000), taken(1_100), taken(60_000)]).toEqual([10, 5, 0, 10]);
});
