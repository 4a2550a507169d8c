import { describe, expect, test } from '@jest/globals';
import type { Likeness } from '../../partitions/likeness.ts';
import { bench, offline } from './testing/bench.ts';
import { burst, usualSdp, type Request } from './testing/scripted-camera.ts';
import { until } from './testing/watching.ts';

const { camera, watch } = bench();

const sdp = usualSdp.replace(
  'v=0',
  'v=0\r\no=maker 17 1 IN IP4 10.0.0.7\r\ns=Door 1.2.3\r\ni=LT-1\r\na=tool:T v2.1',
);

/** Answers the first DESCRIBE of each connection with a challenge, and names itself. */
function answering(realm: string, server: string) {
  return {
    sdp,
    reply({ method, headers }: Request, usual: unknown) {
      if (method !== 'DESCRIBE' || headers.has('authorization')) {
        return { ...(usual as { status: number; headers: object }), ...named(usual, server) };
      }
      const challenge = `Digest realm="${realm}", nonce="1", Basic realm="${realm}"`;
      return { status: 401, headers: { 'WWW-Authenticate': challenge } };
    },
  };
}

function named(usual: unknown, server: string) {
  const { headers = {} } = usual as { headers?: Record<string, string> };
  return { headers: { ...headers, Server: server } };
}

const withLogin = (url: string): string => url.replace('rtsp://', 'rtsp://user:sesame@');

const methods = (requests: readonly Request[]): string[] => requests.map(({ method }) => method);

describe('a camera is asked after', () => {
  test('by all it says of itself, before anything is played', async () => {
    const one = await camera(answering('Login to SN-7', 'Lattice/1.0'));
    const seen: Likeness[] = [];
    let played: string[] = [];
    const { video } = watch(withLogin(one.url), {
      async recognise(_camera, line, likeness) {
        expect(line).toBe('stream');
        seen.push(likeness);
        played = methods(one.requests);
        return true;
      },
    });
    await until(() => video.length > 0);
    expect(played).toEqual(['DESCRIBE', 'DESCRIBE']);
    expect(seen).toEqual([
      {
        server: 'Lattice',
        realm: 'Login to SN-7',
        session: 'Door',
        information: 'LT-1',
        origin: 'maker',
        tool: 'T',
      },
    ]);
  });

  test('a second time over a connection of its own, which is then closed', async () => {
    const one = await camera(answering('SN-7', 'Lattice/1.0'));
    const seen: (Likeness | undefined)[] = [];
    const { video } = watch(withLogin(one.url), {
      async recognise(_camera, _line, likeness, again) {
        seen.push(likeness, await again());
        return true;
      },
    });
    await until(() => video.length > 0);
    expect(seen[1]).toEqual(seen[0]);
    expect(new Set(one.requests.map(({ connection }) => connection))).toEqual(new Set([1, 2]));
    await until(() => one.sockets.size === 1);
  });

  test('where it has no second connection to give, it is known by the first', async () => {
    const one = await camera({
      reply: ({ connection }, usual) => (connection === 1 ? usual : { status: 503 }),
    });
    const second: unknown[] = [];
    const { video } = watch(one.url, {
      async recognise(_camera, _line, _seen, again) {
        second.push(await again());
        return true;
      },
    });
    await until(() => video.length > 0);
    expect(second).toEqual([undefined]);
  });
});

describe('another camera', () => {
  test('is not played: nothing of it is asked for, and the device is offline', async () => {
    const one = await camera();
    const { source, video, log } = watch(one.url, { recognise: async () => false });
    await expect(source.ready()).rejects.toEqual(offline);
    await until(() => log.length > 2);
    expect(new Set(methods(one.requests))).toEqual(new Set(['DESCRIBE']));
    expect(video).toEqual([]);
    expect(log[0]?.fields.reason).toBe('other-camera');
  });

  test('is not played either where it cannot be found out whether it is one', async () => {
    const one = await camera();
    const { source, video, log } = watch(one.url, {
      recognise: () => Promise.reject(new Error('storage is not available')),
    });
    await expect(source.ready()).rejects.toEqual(offline);
    expect(new Set(methods(one.requests))).toEqual(new Set(['DESCRIBE']));
    expect(video).toEqual([]);
    expect(log[0]?.fields.reason).toBe('unverified');
  });

  test('that answers after a lost connection is not played', async () => {
    const one = await camera({
      reply: (request, usual) => ({
        ...(usual as { status: number }),
        ...named(usual, request.connection === 1 ? 'Own' : 'Other'),
      }),
      play: (socket) => {
        socket.write(burst({ count: 9 }));
        setTimeout(() => socket.destroy(), 50);
      },
    });
    const { source, video, log } = watch(one.url, {
      recognise: async (_camera, _line, { server }) => server === 'Own',
    });
    await until(() => log.filter(({ event }) => event === 'rtsp-lost').length > 2);
    expect(log.map(({ fields }) => fields.reason).slice(1, 3)).toEqual(['closed', 'other-camera']);
    expect(video).toHaveLength(9);
    expect(source.online()).toBe(false);
  });
});
