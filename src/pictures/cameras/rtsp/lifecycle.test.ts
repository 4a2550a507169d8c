import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { bench, offline } from './testing/bench.ts';
import { rtpBytes } from '../../media/testing/h264.ts';
import { interleaved } from '../../media/rtsp/interleaved.ts';
import { burst } from './testing/scripted-camera.ts';
import { until } from '../../../workshop/until.ts';

const { camera, watch } = bench();

describe('a camera that is not there', () => {
  test('is offline when its port stays closed, and is tried again as long as somebody waits', async () => {
    const gone = await camera();
    await gone.close();
    const backoff = { firstMs: 60_000, maxMs: 60_000 };
    const { source, log } = watch(gone.url, { readyTimeoutMs: 1_000, backoff });
    await expect(source.ready()).rejects.toMatchObject({ reason: { code: 'refused' } });
    expect(source.online()).toBe(false);
    expect(log.length).toBeGreaterThan(2);
    for (const { fields } of log) expect(fields.reason).toBe('connection-refused');
  });

  test('for the moment is waited for: it refuses connections for the first 0.7 s', async () => {
    const one = await camera();
    await one.close();
    const { source, video } = watch(one.url, { backoff: { firstMs: 60_000, maxMs: 60_000 } });
    const ready = source.ready();
    await sleep(700);
    await camera({ port: one.port });
    await ready;
    await until(() => video.length > 0);
  });

  test('is tried again for the next one who asks, however long the pause between two tries', async () => {
    const one = await camera();
    await one.close();
    const backoff = { firstMs: 60_000, maxMs: 60_000 };
    const { source, video } = watch(one.url, { readyTimeoutMs: 100, backoff });
    await expect(source.ready()).rejects.toEqual(offline);
    await camera({ port: one.port });
    await until(() =>
      source.ready().then(
        () => true,
        () => false,
      ),
    );
    await until(() => video.length > 0);
  });

  test('is not asked again and again for a password that it refuses', async () => {
    const one = await camera({ reply: () => ({ status: 401 }) });
    const { source } = watch(one.url, { backoff: { firstMs: 60_000, maxMs: 60_000 } });
    const asked = Array.from({ length: 5 }, () => source.ready().catch((error: unknown) => error));
    const missing = { reason: { code: 'password-missing' } };
    for (const answer of await Promise.all(asked)) expect(answer).toMatchObject(missing);
    await expect(source.ready()).rejects.toMatchObject(missing);
    expect(one.requests).toHaveLength(1);
  });

  test('is offline after the time limit when it takes the connection and is silent', async () => {
    const dead = await Promise.all(
      Array.from({ length: 12 }, () => camera({ reply: () => undefined })),
    );
    const sources = dead.map(({ url }) => watch(url, { readyTimeoutMs: 300 }).source);
    const good = await camera();
    const { source, video } = watch(good.url);
    const answers = sources.map((one) => one.ready().catch((error: unknown) => error));
    await source.ready();
    await until(() => video.length > 0);
    for (const answer of await Promise.all(answers)) expect(answer).toEqual(offline);
  });

  test('comes on later, as a later `ready` tells', async () => {
    let awake = false;
    const one = await camera({ reply: (_, usual) => (awake ? usual : { status: 503 }) });
    const { source, video } = watch(one.url);
    await expect(source.ready()).rejects.toEqual(offline);
    awake = true;
    await until(() => video.length > 0);
    expect((await source.ready()).video.width).toBe(848);
  });

  test('has an address that is none', async () => {
    const { source, log } = watch('http://user:sesame@cam.lan/');
    await expect(source.ready()).rejects.toEqual(offline);
    expect(log[0]?.fields.reason).toBe('bad-address');
  });
});

describe('a connection that ends', () => {
  test('is made again; time goes on, a key picture comes first', async () => {
    const one = await camera({
      play: (socket, connection) => {
        // The second time it begins in mid-picture.
        socket.write(connection === 1 ? burst({ count: 9 }) : burst({ from: 4 }));
        if (connection === 1) setTimeout(() => socket.destroy(), 50);
      },
    });
    const { video, log, source } = watch(one.url);
    await until(() => video.length > 100);
    expect(log.map(({ event }) => event)).toEqual(['rtsp-playing', 'rtsp-lost', 'rtsp-playing']);
    expect(log[1]?.fields.reason).toBe('closed');
    const times = video.map(({ timestampUs }) => timestampUs);
    expect(times).toEqual([...new Set(times)].toSorted((a, b) => a - b));
    expect(video.filter(({ key }) => key).length).toBeGreaterThan(1);
    expect(source.online()).toBe(true);
  });

  test('silently is noticed', async () => {
    const one = await camera({
      play: (socket, connection) => socket.write(connection === 1 ? burst({ count: 9 }) : burst()),
    });
    const { video, log } = watch(one.url, { silentAfterMs: 300 });
    await until(() => video.length > 100);
    expect(log.find(({ event }) => event === 'rtsp-lost')?.fields.reason).toBe('silent');
    expect(one.requests.some(({ method }) => method === 'TEARDOWN')).toBe(true);
  });

  test('silently is silent, also where a last packet came after the last picture', async () => {
    // The beginning of one, and some of its middle.
    const rest = [0x81, 0x01].map((header, at) =>
      rtpBytes({
        sequence: 2_000 + at,
        timestamp: 54_000,
        marker: false,
        ssrc: 1,
        payload: Buffer.from([0x5c, header, 0, 0]),
      }),
    );
    const one = await camera({
      play(socket) {
        socket.write(burst({ count: 9 }));
        for (const [at, bytes] of rest.entries()) {
          setTimeout(() => socket.write(interleaved(0, bytes)), 20 + at * 60);
        }
      },
    });
    const { log } = watch(one.url, { silentAfterMs: 600 });
    const lost = () => log.find(({ event }) => event === 'rtsp-lost');
    await until(() => lost() !== undefined);
    expect(lost()?.fields.reason).toBe('silent');
  });

  test('and stays away: offline', async () => {
    const one = await camera({ play: (socket) => socket.write(burst({ count: 9 })) });
    const { source, video } = watch(one.url, { silentAfterMs: 300, readyTimeoutMs: 100 });
    await until(() => video.length > 0);
    expect(source.online()).toBe(true);
    await one.close();
    await until(() => !source.online());
    await expect(source.ready()).rejects.toEqual(offline);
  });

  test('because the camera forgot the session', async () => {
    const one = await camera({
      timeoutS: 1,
      reply: ({ method, connection }, usual) =>
        method === 'OPTIONS' && connection === 1 ? { status: 454 } : usual,
    });
    const { log } = watch(one.url);
    await until(() => log.length >= 3);
    expect(log[1]?.fields.reason).toBe('session-lost');
  });
});

describe('close', () => {
  test('says goodbye and leaves no connection', async () => {
    const one = await camera();
    const { source, video } = watch(one.url);
    await until(() => video.length > 0);
    const count = video.length;
    await Promise.all([source.close(), source.close()]);
    expect(one.requests.at(-1)?.method).toBe('TEARDOWN');
    await until(() => one.sockets.size === 0);
    expect(source.online()).toBe(false);
    expect(video.length - count).toBeLessThan(120);
    await expect(source.ready()).rejects.toEqual(offline);
  });

  test('does not wait for a camera that does not answer', async () => {
    const one = await camera({
      reply: ({ method }, usual) => (method === 'TEARDOWN' ? undefined : usual),
    });
    const { source, video, log } = watch(one.url);
    await until(() => video.length > 0);
    await source.close();
    await until(() => one.sockets.size === 0);
    expect(one.requests.at(-1)).toMatchObject({ method: 'TEARDOWN', connection: 1 });
    expect(log).toHaveLength(1);
  });

  test('in the middle of connecting, and while waiting for another try', async () => {
    const silent = await camera({ reply: () => undefined });
    const connecting = watch(silent.url);
    const waiting = connecting.source.ready().catch((error: unknown) => error);
    await until(() => silent.requests.length > 0);
    await connecting.source.close();
    expect(await waiting).toEqual(offline);

    const refusing = await camera({ reply: () => ({ status: 500 }) });
    const pausing = watch(refusing.url, {
      backoff: { firstMs: 60_000, maxMs: 60_000 },
      readyTimeoutMs: 60_000,
    });
    await until(() => pausing.log.length > 0);
    await pausing.source.close();
    expect(refusing.requests).toHaveLength(1);
    await expect(pausing.source.ready()).rejects.toEqual(offline);
  });
});
