import { once } from 'node:events';
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { listening } from '../../../common/listening.ts';
import { startCamera } from '../../../simulator/camera/simulate.ts';
import { clipOf, loadClips } from '../../../simulator/clips/clip.ts';
import type { Likeness } from '../origin/likeness.ts';
import { bench, offline } from './testing/bench.ts';
import { burst, usualSdp, type Request } from './testing/scripted-camera.ts';
import { until } from '../../../workshop/until.ts';

const { camera, keep, watch } = bench();
const shipped = clipOf(loadClips(), 'birch/front-door');

interface UsualReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

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
      async recognise(_from, line, likeness) {
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
      async recognise(_from, _line, likeness, again) {
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
      async recognise(_from, _line, _seen, again) {
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
      recognise: async (_from, _line, { server }) => server === 'Own',
    });
    await until(() => log.filter(({ event }) => event === 'rtsp-lost').length > 2);
    expect(log.map(({ fields }) => fields.reason).slice(1, 3)).toEqual(['closed', 'other-camera']);
    expect(video).toHaveLength(9);
    expect(source.online()).toBe(false);
  });
});

describe('a camera with an ONVIF service', () => {
  const device = '/onvif/device_service';

  /** A simulated camera's service alone, in front of which something may be waited for. */
  async function service(serial: string, before: () => Promise<void> = async () => undefined) {
    const simulated = await startCamera({ clip: shipped, path: '/cam', onvif: { serial } });
    keep(simulated);
    let asked = 0;
    const front = createServer((request, response) => {
      asked += 1;
      void (async () => {
        const body = await buffer(request);
        await before();
        const answer = await fetch(simulated.onvifUrl ?? '', { method: 'POST', body });
        response.writeHead(answer.status).end(Buffer.from(await answer.arrayBuffer()));
      })().catch(() => response.destroy()); // A camera that is asked anew may be closed meanwhile.
    });
    const { port } = await listening(front);
    keep({
      async close() {
        front.closeAllConnections();
        front.close();
        await once(front, 'close');
      },
    });
    return { url: `http://127.0.0.1:${port}/cam${device}`, asked: () => asked };
  }

  test('is known by its serial number, too, and asked for it once for all who watch', async () => {
    const one = await camera();
    const { url, asked } = await service('LT-7');
    const seen: unknown[] = [];
    const { source, video } = watch(
      one.url,
      {
        async recognise(_from, line, likeness, again) {
          seen.push([line, likeness]);
          if (line === 'onvif') seen.push([line, await again()]);
          return true;
        },
      },
      { onvif: url },
    );
    // Up to then: once the camera has sent all it has, it is connected to anew, and asked anew.
    let first: { readonly timesAsked: number; readonly seen: readonly unknown[] } | undefined;
    source.subscribe(() => void (first ??= { timesAsked: asked(), seen: [...seen] }));
    source.subscribe(() => undefined);
    await until(() => video.length > 0);
    const lattice = { maker: 'Lattice', model: 'View 2', serial: 'LT-7', hardware: '1.1' };
    expect(first).toEqual({
      timesAsked: 2,
      seen: [
        ['stream', {}],
        ['onvif', lattice],
        ['onvif', lattice],
      ],
    });
  });

  test('is not played before that has agreed, which is asked beside DESCRIBE', async () => {
    let answerDescribe: (() => void) | undefined;
    const one = await camera({
      reply(request, usual, socket) {
        if (request.method !== 'DESCRIBE') return usual;
        // The description waits for the question over ONVIF: asked after it, it would never come.
        answerDescribe = () => {
          const { status, headers, body } = usual as UsualReply;
          const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
          const cseq = `CSeq: ${request.headers.get('cseq')}\r\n`;
          const length = `Content-Length: ${body.length}\r\n\r\n`;
          socket.write(`RTSP/1.0 ${status} OK\r\n${cseq}${lines.join('')}${length}${body}`);
        };
        return undefined;
      },
    });
    let answer: () => void = () => undefined;
    const answered = new Promise<void>((resolve) => (answer = resolve));
    const { url, asked } = await service('LT-7', () => answered);
    const { video } = watch(one.url, {}, { onvif: url });
    await until(() => asked() > 0 && answerDescribe !== undefined);
    answerDescribe?.();
    await sleep(100);
    expect(methods(one.requests)).toEqual(['DESCRIBE']);
    answer();
    await until(() => video.length > 0);
  });

  test('is not played with another serial number', async () => {
    const one = await camera();
    const { url } = await service('LT-8');
    const { source, video, log } = watch(
      one.url,
      { recognise: async (_from, line, { serial }) => line === 'stream' || serial === 'LT-7' },
      { onvif: url },
    );
    await expect(source.ready()).rejects.toEqual(offline);
    expect(new Set(methods(one.requests))).toEqual(new Set(['DESCRIBE']));
    expect(video).toEqual([]);
    expect(log[0]?.fields.reason).toBe('other-camera');
  });

  test('is not played where that service does not answer, and the log says so', async () => {
    const one = await camera();
    const gone = 'http://127.0.0.1:1/onvif/device_service';
    const { source, video, log } = watch(one.url, {}, { onvif: gone });
    await expect(source.ready()).rejects.toEqual(offline);
    expect(new Set(methods(one.requests))).toEqual(new Set(['DESCRIBE']));
    expect(video).toEqual([]);
    expect(log[0]?.fields.reason).toBe('onvif-unreachable');
  });

  test('is let go of at once, whatever it has not answered yet', async () => {
    const one = await camera();
    const { url, asked } = await service('LT-7', () => new Promise(() => undefined));
    const { source } = watch(one.url, {}, { onvif: url });
    await until(() => asked() > 0 && one.requests.length > 0);
    await source.close();
    await until(() => one.sockets.size === 0);
  });
});
