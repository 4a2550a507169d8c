import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connect } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { Failure } from '../../common/failures.ts';
import {
  askDisconnect,
  askExecute,
  askQuery,
  askSync,
  stream,
} from '../../workshop/testing/asks.ts';
import { type EdgeHouse, openEdgeHouse } from '../../workshop/testing/edge-house.ts';
import { overTenant } from '../../workshop/testing/over-tenant.ts';

let edge: EdgeHouse;
let down = false;

beforeAll(async () => {
  edge = await openEdgeHouse({
    store: (real) =>
      overTenant(real, (own) => ({
        look: (grant) =>
          down
            ? Promise.reject(new Failure('storage-down', 'the store cannot be asked'))
            : own.look(grant),
      })),
  });
});
afterAll(() => edge.close());

const token = () => edge.birch.token;

async function refused(response: Response, status: number) {
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toMatch(/^application\/json/);
  expect(response.headers.get('cache-control')).toBe('private, no-store');
  const text = await response.text();
  expect(text).not.toMatch(/ {4}at |node_modules|\.ts/);
  return JSON.parse(text) as { requestId?: string; error?: string; payload?: object };
}

test('what is refused is told in the share of the account that asks; of a stranger, of its network', async () => {
  edge.lanes.length = 0;
  await edge.post(token(), askQuery('d_made-up'));
  await edge.post(token(), '{');
  await edge.post(undefined, askSync());
  const own = `known ${edge.birch.account}`;
  expect(new Set(edge.lanes.slice(0, -1))).toEqual(new Set([own]));
  expect(edge.lanes.at(-1)).toBe('from 127.0.0.1');
});

describe('who asks', () => {
  test.each([
    ['no token', undefined],
    ['garbage', 'garbage'],
    ['three parts', 'a.b.c'],
  ])('%s is 401', async (_name, given) => {
    const response = await edge.post(given, askSync());
    expect(response.headers.get('www-authenticate')).toBe(
      'Bearer realm="casement", error="invalid_token"',
    );
    await refused(response, 401);
  });

  test('a token in another scheme or place is none', async () => {
    await refused(
      await edge.post(undefined, askSync(), { authorization: `Basic ${token()}` }),
      401,
    );
    const url = `${edge.origin}/fulfillment?access_token=${token()}`;
    await refused(await fetch(url, { method: 'POST', body: '{}' }), 401);
  });

  test('is known before what is asked is read', async () => {
    await refused(await edge.post(undefined, 'x'.repeat(300_000)), 401);
    await refused(await edge.post(undefined, '{'), 401);
  });

  test('an expired token is 401, whatever its signature', async () => {
    edge.house.time.wall += 3_601_000;
    try {
      await refused(await edge.post(token(), askSync()), 401);
    } finally {
      edge.house.time.wall -= 3_601_000;
    }
  });

  test('a revoked grant is 401 with the same bytes as garbage', async () => {
    const linked = await edge.house.link(edge.birch.account);
    expect((await edge.post(linked.token, askSync())).status).toBe(200);
    const bye = await edge.post(linked.token, askDisconnect());
    expect([bye.status, await bye.text()]).toEqual([200, '{}']);
    const after = await edge.post(linked.token, askSync());
    const garbage = await edge.post('garbage', askSync());
    expect(after.status).toBe(401);
    expect(await after.text()).toBe(await garbage.text());
    expect((await edge.post(token(), askSync())).status).toBe(200);
  });

  test('storage that cannot be asked is 503, never 401', async () => {
    down = true;
    try {
      for (const asked of [askSync(), askQuery('x'), askExecute(), askDisconnect()]) {
        const response = await edge.post(token(), asked);
        expect(response.headers.get('retry-after')).toBe('2');
        expect(await refused(response, 503)).toMatchObject({
          requestId: asked.requestId,
          payload: { errorCode: 'transientError' },
        });
      }
    } finally {
      down = false;
    }
    expect((await edge.post(token(), askSync())).status).toBe(200);
  });
});

describe('what is asked', () => {
  test.each([
    ['not JSON', '{"requestId":'],
    ['nothing', ''],
    ['null', null],
    ['an array', []],
    ['a number', 7],
    ['an empty object', {}],
    ['no inputs', { requestId: '1' }],
    ['empty inputs', { requestId: '1', inputs: [] }],
    ['two inputs', { requestId: '1', inputs: [...askSync().inputs, ...askSync().inputs] }],
    ['inputs of another type', { requestId: '1', inputs: 'x' }],
    ['no requestId', { inputs: askSync().inputs }],
    ['a requestId that is an object', { ...askSync(), requestId: {} }],
    ['a requestId without end', { ...askSync(), requestId: '7'.repeat(201) }],
    ['QUERY without payload', { requestId: '1', inputs: [{ intent: 'action.devices.QUERY' }] }],
    ['too many devices', askQuery(...Array.from({ length: 501 }, (_, n) => String(n)))],
    [
      'too many devices in several entries',
      askExecute(...Array.from({ length: 3 }, () => stream(Array(200).fill('d'), ['hls']))),
    ],
  ])('%s is 400', async (_name, body) => {
    await refused(await edge.post(token(), body), 400);
  });

  test.each(['constructor', '__proto__', 'toString', '', 'action.devices.REPORT', 'SYNC'])(
    'the intent %j is 400 and names the request',
    async (intent) => {
      const answer = await refused(
        await edge.post(token(), { requestId: 'r-1', inputs: [{ intent }] }),
        400,
      );
      expect(answer).toMatchObject({ requestId: 'r-1', payload: { errorCode: 'protocolError' } });
    },
  );

  test('a body that is too large is 400, declared or not', async () => {
    const large = JSON.stringify({ ...askSync(), padding: 'x'.repeat(300_000) });
    await refused(await edge.post(token(), large), 400);
    const chunked = await fetch(`${edge.origin}/fulfillment`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token()}` },
      body: new Blob([large]).stream(),
      duplex: 'half',
    } as RequestInit);
    await refused(chunked, 400);
  });

  const packed = (body: object, pack: (bytes: Buffer) => Buffer, coding: string) =>
    edge.post(token(), new Blob([new Uint8Array(pack(Buffer.from(JSON.stringify(body))))]), {
      'content-encoding': coding,
    });

  test.each([
    ['gzip', gzipSync],
    ['X-Gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('a body packed by %s is taken', async (coding, pack) => {
    expect((await packed(askSync(), pack, coding)).status).toBe(200);
  });

  test('a small body that unpacks to a large one is 400', async () => {
    const bomb = { ...askSync(), padding: 'x'.repeat(50_000_000) };
    const answer = await refused(await packed(bomb, gzipSync, 'gzip'), 400);
    expect(answer).toMatchObject({ message: 'the body is larger than 262144 bytes' });
  });

  test('a body just below the limit is taken', async () => {
    const padded = { ...askSync(), padding: 'x'.repeat(250_000) };
    expect((await edge.post(token(), padded)).status).toBe(200);
  });

  test.each([
    { 'content-type': 'text/plain' },
    { 'content-type': 'application/x-www-form-urlencoded' },
    { 'content-type': 'application/json; charset=latin1' },
    { 'content-type': 'application/jsonx' },
    { 'content-encoding': 'gzip' },
    { 'content-encoding': 'gzip, gzip' },
    { 'content-encoding': 'compress' },
  ])('%j is 400', async (headers) => {
    await refused(await edge.post(token(), askSync(), headers), 400);
  });

  test('bytes that are not UTF-8 are 400', async () => {
    const bytes = Buffer.from(JSON.stringify(askQuery('x')).replace('x', '\u00ff'), 'latin1');
    await refused(await edge.post(token(), new Blob([bytes])), 400);
  });

  test('a nesting without end is answered', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    await refused(await edge.post(token(), deep), 400);
    const custom = `{"requestId":"1","inputs":[{"intent":"action.devices.SYNC","payload":${deep}}]}`;
    expect((await edge.post(token(), custom)).status).toBe(200);
  });

  test('a client that goes away in mid-body leaves nothing behind', async () => {
    const socket = connect(Number(new URL(edge.origin).port), '127.0.0.1');
    const head = `POST /fulfillment HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token()}\r\n`;
    socket.write(`${head}Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{`);
    await new Promise((resolve) => socket.once('connect', resolve));
    socket.destroy();
    expect((await edge.post(token(), askSync())).status).toBe(200);
  });
});

describe('how it is asked', () => {
  test.each(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'])('%s is 405', async (method) => {
    const response = await fetch(`${edge.origin}/fulfillment`, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
    expect(response.headers.get('cache-control')).toBe('private, no-store');
  });

  test.each(['/Fulfillment', '/fulfillment/', '//fulfillment', '/fulfillment;x', '/fulfillment/x'])(
    '%s is 404',
    async (path) => {
      await refused(await fetch(edge.origin + path, { method: 'POST' }), 404);
    },
  );
});

describe('answers', () => {
  test('the requestId comes back as it was', async () => {
    for (const requestId of [
      '6894439706274654512',
      'ff36a3cc-ec34-11e6-b1a0-64510650abcf',
      'é"\\',
    ]) {
      const response = await edge.post(token(), { ...askSync(), requestId });
      expect(await response.json()).toMatchObject({ requestId });
      expect(response.headers.get('cache-control')).toBe('private, no-store');
      expect(response.headers.get('vary')).toBe('Authorization');
      expect(response.headers.get('etag')).toBeNull();
    }
  });

  test("a foreign device is answered with a missing one's bytes", async () => {
    const missing = `d_${'x'.repeat(22)}`;
    const { device } = edge.harbour;
    for (const ask of [askQuery, (id: string) => askExecute(stream([id], ['hls', 'webrtc']))]) {
      const foreign = await edge.post(token(), ask(device));
      const none = await edge.post(token(), ask(missing));
      expect(foreign.status).toBe(200);
      const text = await foreign.text();
      expect(text).toContain('deviceNotFound');
      expect(text).toBe((await none.text()).replaceAll(missing, device));
    }
  });

  test('two households asking at once each get their own', async () => {
    const rounds = Array.from({ length: 50 }, async (_, n) => {
      const [mine, other] = n % 2 ? [edge.birch, edge.harbour] : [edge.harbour, edge.birch];
      const text = await (await edge.post(mine.token, askSync())).text();
      expect(text).toContain(mine.device);
      expect(text).not.toContain(other.device);
    });
    await Promise.all(rounds);
  });
});

test('what a display can play and was given is logged, and neither its token nor its device', async () => {
  await edge.post(token(), askExecute(stream([edge.birch.device], ['dash', 'hls'], true)));
  const of = { intent: 'action.devices.EXECUTE', googleRequest: expect.stringMatching(/^\d+$/) };
  const lines = edge.logged.slice(-2).map((line) => /^(\w+) (.*)$/.exec(line) ?? []);
  expect(lines.map(([, said, fields = '']) => [said, JSON.parse(fields)])).toEqual([
    [
      'asked',
      {
        ...of,
        request: expect.anything(),
        wishes: [{ protocols: ['dash', 'hls'], toChromecast: true }],
      },
    ],
    [
      'answered',
      { ...of, request: expect.anything(), given: [{ status: 'SUCCESS', protocol: 'hls' }] },
    ],
  ]);
});

test('nothing unexpected was logged', () => {
  expect(edge.logged.filter((line) => line.startsWith('internal'))).toEqual([]);
  expect(edge.logged.join()).not.toContain(token());
  expect(edge.logged.join()).not.toContain(edge.birch.device);
});
