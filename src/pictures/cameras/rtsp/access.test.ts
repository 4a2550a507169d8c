import { Socket } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import type { Origin } from '../../../wall/partitions/origin.ts';
import { anyGuard } from '../../../workshop/testing/any-camera.ts';
import { bench, offline } from './testing/bench.ts';
import type { Request, Script } from './testing/scripted-camera.ts';
import { until } from '../../../workshop/until.ts';

const { camera, watch } = bench();

describe('a camera that asks for a password', () => {
  const challenge = (nonce: string) => ({
    status: 401,
    headers: {
      'WWW-Authenticate': `Digest realm="r", nonce="${nonce}", algorithm=SHA-256, qop="auth"`,
    },
  });

  test('gets it, with each nonce it renews, in signs of life too', async () => {
    let nonce = 1;
    let served = 0;
    const one = await camera({
      reply: ({ method, headers }, usual) => {
        if (!(headers.get('authorization') ?? '').includes(`nonce="${nonce}"`))
          return challenge(`${nonce}`);
        served += 1;
        if (served % 2 === 0) nonce += 1;
        return method === 'SETUP'
          ? {
              status: 200,
              headers: { Session: 'abc;timeout=1', Transport: headers.get('transport') ?? '' },
            }
          : usual;
      },
    });
    const { video } = watch(one.url.replace('//', '//user:pass@'));
    await until(() => video.length > 0 && served > 7);
    expect(one.sockets.size).toBe(1);
  });

  test('and refuses it: offline, and nothing of it in the log', async () => {
    let count = 0;
    const one = await camera({ reply: () => challenge(`${(count += 1)}`) });
    const { source, log } = watch(one.url.replace('//', '//user:sesame@'));
    await expect(source.ready()).rejects.toEqual(offline);
    await until(() => log.length > 2);
    expect(log[0]).toMatchObject({ event: 'rtsp-lost', fields: { reason: 'unauthorized' } });
    expect(one.requests.filter(({ connection }) => connection === 1).length).toBe(3);
    expect(JSON.stringify(log)).not.toMatch(/sesame|user|127\.0|rtsp:/);
  });
});

describe('a camera that offers a SHA-256 that it cannot check', () => {
  const both = ['SHA-256', 'MD5'].map(
    (algorithm) => `Digest realm="r", nonce="1", algorithm="${algorithm}"`,
  );
  const broken: Script = {
    reply: ({ headers }, usual) =>
      (headers.get('authorization') ?? '').includes('algorithm=MD5')
        ? usual
        : { status: 401, headers: { 'WWW-Authenticate': both.join(', ') } },
  };
  const asked = (all: readonly Request[]): (string | undefined)[] =>
    all.map(({ headers }) => /algorithm=([\w-]+)/.exec(headers.get('authorization') ?? '')?.[1]);

  test('gets MD5 at first contact, and that is bound', async () => {
    const one = await camera(broken);
    const saved: Required<Origin>[] = [];
    const save = async (origin: Required<Origin>): Promise<void> => void saved.push(origin);
    const { video } = watch(one.url.replace('//', '//user:pass@'), {
      guardOrigin: async (_address, line) => anyGuard({ line, save }),
    });
    await until(() => video.length > 0);
    expect(asked(one.requests.slice(0, 4))).toEqual([undefined, 'SHA-256', 'MD5', 'MD5']);
    expect(saved[0]?.proof.authentication).toEqual({ scheme: 'md5', realm: 'r' });
  });

  test('gets none once SHA-256 is bound', async () => {
    const one = await camera(broken);
    const bound: Origin = { proof: { authentication: { scheme: 'sha256', realm: 'r' } } };
    const { log } = watch(one.url.replace('//', '//user:pass@'), {
      guardOrigin: async (_address, line) => anyGuard({ line, bound }),
    });
    await until(() => log.some(({ fields }) => fields.reason === 'unauthorized'));
    expect(asked(one.requests)).not.toContain('MD5');
  });
});

describe('redirects', () => {
  const basic: Script = {
    reply: ({ headers }, usual) =>
      headers.has('authorization')
        ? usual
        : { status: 401, headers: { 'WWW-Authenticate': 'Basic realm="r"' } },
  };

  test('are followed to another path of the origin', async () => {
    const one = await camera({
      reply: (request, usual) =>
        request.uri.endsWith('/cam')
          ? { status: 302, headers: { Location: '/real?channel=2' } }
          : basic.reply?.(request, usual, new Socket()),
    });
    const { video } = watch(one.url.replace('//', '//u:p@'));
    await until(() => video.length > 0);
    const asked = one.requests.filter(({ headers }) => headers.has('authorization'));
    expect(asked[0]?.uri).toBe(one.url.replace('/cam', '/real?channel=2'));
  });

  test.each(['another port', 'another name of the host'])('lead nowhere by %s', async (what) => {
    const there = await camera(basic);
    const here = await camera({
      reply: () => ({
        status: 302,
        headers: {
          Location:
            what === 'another port'
              ? there.url.replace('//', '//u:p@')
              : here.url.replace('127.0.0.1', 'localhost'),
        },
      }),
    });
    const { source, log } = watch(here.url.replace('//', '//u:p@'));
    await expect(source.ready()).rejects.toEqual(offline);
    expect(log[0]?.fields.reason).toBe('leads-elsewhere');
    expect(there.requests).toEqual([]);
    expect(here.requests.every(({ headers }) => !headers.has('authorization'))).toBe(true);
  });

  test.each([301, 303, 305, 307, 308])('lead nowhere by status %i, either', async (status) => {
    const there = await camera(basic);
    const here = await camera({ reply: () => ({ status, headers: { Location: there.url } }) });
    const { source, log } = watch(here.url);
    await expect(source.ready()).rejects.toEqual(offline);
    expect(log[0]?.fields.reason).toBe('leads-elsewhere');
    expect(there.requests).toEqual([]);
  });

  test('end somewhere', async () => {
    const one: { url: string } = await camera({
      reply: ({ uri }) => ({ status: 301, headers: { Location: uri } }),
    });
    const { source, log } = watch(one.url, { backoff: { firstMs: 60_000, maxMs: 60_000 } });
    await expect(source.ready()).rejects.toEqual(offline);
    expect(log.at(-1)?.fields.reason).toBe('redirects');
  });
});
