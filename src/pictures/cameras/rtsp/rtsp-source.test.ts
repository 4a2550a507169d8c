import { describe, expect, test } from '@jest/globals';
import { anyGuard } from '../../../workshop/testing/any-camera.ts';
import { bench } from './testing/bench.ts';
import { encodeClip, pack, pictures, rtpBytes } from '../../media/testing/h264.ts';
import { typeOf } from '../../media/h264/nal.ts';
import { interleaved } from '../../media/rtsp/interleaved.ts';
import { burst, usualSdp } from './testing/scripted-camera.ts';
import { describeWith } from './testing/tools.ts';
import { until } from '../../../workshop/until.ts';

const { camera, watch } = bench();

/** G.711 on the second stream. */
function sound(sequence: number): Buffer {
  const payload = Buffer.alloc(160, sequence);
  return interleaved(2, rtpBytes({ sequence, timestamp: sequence * 160, payloadType: 0, payload }));
}

describe('a camera that plays', () => {
  test('hands out stamped units, key first, each after the one before', async () => {
    const { url } = await camera({
      play: (socket) => socket.write(Buffer.concat([sound(1), burst(), sound(2), sound(3)])),
    });
    const { source, address, video, audio } = watch(url, { now: () => 1_234 });
    const tracks = await source.ready();
    expect(tracks.video).toMatchObject({ codec: 'h264', width: 848, height: 480 });
    expect(tracks.audio).toEqual({ codec: 'pcmu', sampleRate: 8_000, channels: 1 });
    expect(await source.ready()).toBe(tracks);
    await until(() => video.length > 100 && audio.length === 2);
    expect(video[0]?.key).toBe(true);
    expect(source.online()).toBe(true);
    expect(source.stamp).toBe(address.stamp);
    expect(Object.isFrozen(source.stamp)).toBe(true);
    for (const unit of [...video, ...audio]) {
      expect(unit.stamp).toBe(address.stamp);
      expect(unit.arrivedAt).toBe(1_234);
    }
    for (const { key, nals } of video) {
      if (key) expect(nals.map(typeOf).slice(0, 2)).toEqual([7, 8]);
    }
    for (const units of [video, audio]) {
      const times = units.map(({ timestampUs }) => timestampUs);
      expect(times).toEqual([...new Set(times)].toSorted((a, b) => a - b));
    }
    // What came before the first picture was not handed out.
    expect(audio.map(({ data }) => data[0])).toEqual([2, 3]);
  });

  test('is bound, with its transport', async () => {
    const { url, port } = await camera();
    const saved = new Promise((resolve) => {
      const save = async (origin: object): Promise<void> => resolve(origin);
      watch(url, { guardOrigin: async (_address, line) => anyGuard({ line, save }) });
    });
    expect(await saved).toEqual({
      place: { address: '127.0.0.1', port },
      proof: { transport: 'tcp' },
    });
  });

  test('is known by what it sends where the SDP does not tell', async () => {
    const { url } = await camera({ sdp: usualSdp.replace(/;sprop.*/, '') });
    const { source } = watch(url);
    expect((await source.ready()).video).toMatchObject({ width: 848, height: 480 });
  });

  test('with another sender begins anew at a key', async () => {
    const { url } = await camera({
      play: (socket) =>
        socket.write(
          Buffer.concat([
            burst({ count: 8 }),
            burst({ from: 3, count: 5, ssrc: 9 }),
            burst({ ssrc: 9 }),
          ]),
        ),
    });
    const { video } = watch(url);
    await until(() => video.length > 100);
    const second = video.findIndex(({ key }, index) => key && index > 0);
    // The last of the first sender was not seen to be over; of the second, nothing before its key.
    expect(second).toBeGreaterThanOrEqual(7);
    expect(second).toBeLessThanOrEqual(8);
  });

  test('whose audio is refused is played without', async () => {
    const { url } = await camera({
      reply: ({ uri, method }, usual) =>
        method === 'SETUP' && uri.endsWith('/a') ? { status: 500 } : usual,
    });
    const { source, video } = watch(url);
    expect((await source.ready()).audio).toBeUndefined();
    await until(() => video.length > 0);
  });

  test('is told how its packets fared, and that we are still there', async () => {
    const short = { Session: 'abc;timeout=1' };
    const one = await camera({
      reply: ({ method, headers }, usual) =>
        method === 'SETUP'
          ? { status: 200, headers: { ...short, Transport: headers.get('transport') ?? '' } }
          : usual,
    });
    watch(one.url);
    const asked = (): string[] => one.requests.map(({ method }) => method);
    await until(() => asked().length >= 7);
    expect(asked().slice(0, 7)).toEqual(
      'DESCRIBE SETUP SETUP PLAY OPTIONS GET_PARAMETER GET_PARAMETER'.split(' '),
    );
    for (const { headers } of one.requests.slice(2)) expect(headers.get('session')).toBe('abc');
    await until(() => one.frames.length > 0, 15_000);
    expect(one.frames[0]?.channel).toBe(1);
    expect(one.frames[0]?.payload.readUInt8(1)).toBe(201);
  }, 20_000);

  test('that knows no GET_PARAMETER is asked for OPTIONS', async () => {
    const one = await camera({
      reply: ({ method, headers }, usual) => {
        if (method === 'GET_PARAMETER') return { status: 501 };
        if (method !== 'SETUP') return usual;
        const transport = headers.get('transport') ?? '';
        return { status: 200, headers: { Session: 'abc;timeout=1', Transport: transport } };
      },
    });
    watch(one.url);
    const beats = (): string[] => one.requests.slice(4).map(({ method }) => method);
    await until(() => beats().length >= 3);
    expect(beats().slice(0, 3)).toEqual(['OPTIONS', 'GET_PARAMETER', 'OPTIONS']);
  });

  test('on channels of its own choice, asking questions of its own', async () => {
    let socket: { write(bytes: Buffer): unknown } | undefined;
    const one = await camera({
      reply: ({ method }, usual) =>
        method === 'SETUP'
          ? { status: 200, headers: { Session: 'abc', Transport: 'RTP/AVP/TCP;interleaved=0-1' } }
          : usual,
      sdp: usualSdp.split('\r\nm=audio')[0] ?? '',
      play: (to) => {
        socket = to;
        to.write(Buffer.concat([Buffer.from('OPTIONS * RTSP/1.0\r\nCSeq: 3\r\n\r\n'), burst()]));
      },
    });
    const { video } = watch(one.url);
    await until(() => video.length > 0);
    expect(socket).toBeDefined();
  });
});

describe('listeners', () => {
  test('one that throws harms nobody; one that left hears nothing', async () => {
    const one = await camera();
    const { source, video, log } = watch(one.url);
    source.subscribe(() => {
      throw new Error('mine');
    });
    const heard: unknown[] = [];
    const both = (unit: unknown): void => void heard.push(unit);
    const leave = source.subscribe(both);
    source.subscribe(both);
    leave();
    leave();
    await until(() => video.length > 100);
    expect(heard).toHaveLength(video.length);
    expect(log.some(({ event }) => event === 'rtsp-listener-failed')).toBe(true);
  });
});

describeWith('ffmpeg', 'a camera that is set to another size', () => {
  test('may change its picture: later `ready` tells', async () => {
    const other = pictures(await encodeClip({ count: 12 }));
    let sequence = 5_000;
    const change = other.flatMap((nals, index) =>
      pack(nals).map(({ marker, payload }) =>
        interleaved(
          0,
          rtpBytes({ sequence: sequence++, timestamp: index, marker, ssrc: 2, payload }),
        ),
      ),
    );
    const { url } = await camera({
      play: (socket) => socket.write(Buffer.concat([burst(), ...change])),
    });
    const { source, video } = watch(url);
    await until(() => video.length > 120);
    expect((await source.ready()).video).toMatchObject({ width: 320, height: 192 });
  });
});
