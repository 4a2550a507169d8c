import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, test } from '@jest/globals';
import { listening } from '../../../common/listening.ts';
import { startCamera, type CameraOptions } from '../../../simulator/camera/simulate.ts';
import { clipOf, loadClips } from '../../../simulator/clips/clip.ts';
import { type OriginReason, OriginRefusal } from '../origin/origin.ts';
import { anyGuard } from '../../../workshop/testing/any-camera.ts';
import { createLookup } from '../lookup.ts';
import { askDevice } from './ask-device.ts';
import { hostileService } from './testing/hostile-service.ts';

const clip = clipOf(loadClips(), 'birch/front-door');
const login = { user: 'viewer', password: 'window-seat' };
const auth = { scheme: 'digest', ...login } as const;
const lattice = { maker: 'Lattice', model: 'View 2', serial: 'LT-7', hardware: '1.1' };

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function camera(options: Partial<CameraOptions>): Promise<string> {
  const one = await startCamera({ clip, ...options });
  closing.push(() => one.close());
  return one.onvifUrl ?? '';
}

async function hostile(answer: (socket: Socket) => void) {
  const service = await hostileService(answer);
  closing.push(() => service.close());
  return service;
}

const ask = (
  url: string,
  credentials?: typeof login,
  signal = AbortSignal.timeout(10_000),
  guard = anyGuard({ line: 'onvif' }),
) =>
  askDevice({
    service: new URL(url),
    credentials,
    guard,
    lookup: createLookup(),
    signal,
    timeoutMs: 10_000,
    now: Date.now,
  });

interface Asked {
  readonly auth?: CameraOptions['auth'];
  /** By how many seconds the camera's clock is ahead. */
  readonly clock?: number;
  readonly by?: 'token' | 'digest';
  readonly zone?: { name: string; hoursAhead: number; summer: boolean };
}

const lost = (reason: string) => ({ name: 'OnvifFault', reason });

test.each<[string, Asked, typeof login | undefined]>([
  ['without a login', {}, undefined],
  ['with a token', { auth }, login],
  ['with a token by a clock half a year behind', { auth, clock: -15_000_000 }, login],
  ['with a token by a clock ahead', { auth, clock: 90 }, login],
  [
    'with a token by a clock that tells local time alone',
    { auth, clock: -9_000, zone: { name: 'CST-8', hoursAhead: 8, summer: false } },
    login,
  ],
  [
    'with a token by such a clock in summer',
    { auth, zone: { name: 'NST3:30NDT', hoursAhead: -2.5, summer: true } },
    login,
  ],
  ['with HTTP’s Digest', { auth, by: 'digest' }, login],
])(
  'a camera tells which one it is %s',
  async (_how, { clock = 0, by = 'token', auth: own, zone }, as) => {
    const onvif = { serial: 'LT-7', clockSeconds: clock, login: by, ...(zone && { zone }) };
    expect(await ask(await camera({ onvif, ...(own && { auth: own }) }), as)).toEqual(lattice);
  },
);

test.each(['token', 'digest'] as const)('a wrong password is told as such: by %s', async (by) => {
  const url = await camera({ auth, onvif: { login: by } });
  const wrong = ask(url, { ...login, password: 'wrong' });
  await expect(wrong).rejects.toMatchObject(lost('unauthorized'));
  await expect(ask(url)).rejects.toMatchObject(lost('unauthorized'));
});

test('one that offers Basic and a Digest nobody knows is answered by a token', async () => {
  const offers = 'Digest realm="R", nonce="1", algorithm=SHA-512-256, Basic realm="R"';
  const proofs: unknown[] = [];
  const server = createServer((request, response) => {
    proofs.push(request.headers.authorization);
    let said = '';
    request.on('data', (part) => (said += String(part)));
    request.on('end', () => {
      if (said.includes('UsernameToken')) response.end(good);
      else if (said.includes('GetSystemDateAndTime')) response.writeHead(500).end();
      else response.writeHead(401, { 'WWW-Authenticate': offers }).end();
    });
  });
  const { port } = await listening(server);
  closing.push(async () => void server.close());
  expect(await ask(`http://127.0.0.1:${port}/`, login)).toEqual({ serial: '7' });
  expect(proofs.filter((one) => one !== undefined)).toEqual([]);
});

test('a service by name is looked up', async () => {
  const url = await camera({ onvif: { serial: 'LT-7' } });
  expect(await ask(url.replace('127.0.0.1', 'localhost'))).toEqual(lattice);
});

const head = (status: string, more = ''): string => `HTTP/1.1 ${status}\r\n${more}`;
const whole = (status: string, body: string | Buffer, more = ''): Buffer =>
  Buffer.concat([
    Buffer.from(head(status, `Content-Length: ${Buffer.byteLength(body)}\r\n${more}\r\n`)),
    Buffer.from(body),
  ]);
const good =
  '<Envelope><Body><GetDeviceInformationResponse><SerialNumber>7</SerialNumber>' +
  '</GetDeviceInformationResponse></Body></Envelope>';

/** Writes until it is cut off. */
function pour(socket: Socket, bytes: string): void {
  const more = (): void => {
    while (!socket.destroyed && socket.write(bytes));
    if (!socket.destroyed) socket.once('drain', more);
  };
  more();
}

test('what is good is taken from such a service', async () => {
  const { url } = await hostile((socket) => void socket.end(whole('200 OK', good)));
  expect(await ask(url)).toEqual({ serial: '7' });
});

test.each<[string, string, (socket: Socket) => void]>([
  ['hangs up', 'unreachable', (socket) => socket.destroy()],
  ['resets', 'unreachable', (socket) => socket.resetAndDestroy()],
  ['speaks another protocol', 'malformed', (socket) => socket.end('RTSP/1.0 200 OK\r\n\r\n')],
  ['sends a header without end', 'malformed', (socket) => pour(socket, head('200 OK', 'X: y\r\n'))],
  [
    'sends a body without end',
    'malformed',
    (socket) => {
      socket.write(head('200 OK', '\r\n'));
      pour(socket, 'x'.repeat(10_000));
    },
  ],
  [
    'sends chunks without end',
    'malformed',
    (socket) => {
      socket.write(head('200 OK', 'Transfer-Encoding: chunked\r\n\r\n'));
      pour(socket, '1000\r\n' + ' '.repeat(4_096) + '\r\n');
    },
  ],
  [
    'sends more than 64 KiB of XML',
    'malformed',
    (socket) => socket.end(whole('200 OK', good + ' '.repeat(65_536))),
  ],
  ['sends an empty answer', 'malformed', (socket) => socket.end(whole('200 OK', ''))],
  [
    'sends it compressed',
    'malformed',
    (socket) => socket.end(whole('200 OK', gzipSync(good), 'Content-Encoding: gzip\r\n')),
  ],
  ['says good things with an error', 'refused', (socket) => socket.end(whole('500 No', good))],
  ['is forbidden', 'unauthorized', (socket) => socket.end(whole('403 Forbidden', good))],
  ['is cut off', 'unreachable', (socket) => socket.end(whole('200 OK', good).subarray(0, -9))],
])('a service that %s is told as %s', async (_what, reason, answer) => {
  const { url } = await hostile(answer);
  await expect(ask(url)).rejects.toMatchObject(lost(reason));
});

test('no redirect off the origin is followed', async () => {
  let elsewhere = 0;
  const other = await hostile((socket) => {
    elsewhere += 1;
    socket.end(whole('200 OK', good));
  });
  for (const status of ['301 Moved', '302 Found', '307 Again', '308 For good']) {
    const { url } = await hostile((socket) =>
      socket.end(whole(status, '', `Location: ${other.url}\r\n`)),
    );
    const refusals: OriginReason[] = [];
    const guard = anyGuard({ line: 'onvif', onRefused: (reason) => refusals.push(reason) });
    const asked = ask(url, login, undefined, guard);
    await expect(asked).rejects.toEqual(new OriginRefusal('leads-elsewhere'));
    expect(refusals).toEqual(['leads-elsewhere']);
  }
  expect(elsewhere).toBe(0);
});

/** Answers each request by its path, and notes what was asked. */
async function byPath(answer: (path: string, request: IncomingMessage) => OutgoingAnswer) {
  const asked: { path: string; authorization: string | undefined; body: string }[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const path = request.url ?? '';
      asked.push({ path, authorization: request.headers.authorization, body });
      const { status, headers = {}, xml = '' } = answer(path, request);
      response.writeHead(status, headers).end(xml);
    });
  });
  const { port } = await listening(server);
  closing.push(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return { url: `http://127.0.0.1:${port}/onvif/device_service`, asked };
}
interface OutgoingAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly xml?: string;
}

test('one on the origin is followed, and the log-in is of the new path', async () => {
  const challenge = { 'www-authenticate': 'Digest realm="x", nonce="1"' };
  const { url, asked } = await byPath((path, { headers }) => {
    if (path === '/onvif/device_service') return { status: 307, headers: { location: '/new?a=1' } };
    if (headers.authorization === undefined) return { status: 401, headers: challenge };
    return { status: 200, xml: good };
  });
  expect(await ask(url, login)).toEqual({ serial: '7' });
  expect(asked.map(({ path }) => path)).toEqual(['/onvif/device_service', '/new?a=1', '/new?a=1']);
  expect(asked[2]?.authorization).toContain('uri="/new?a=1"');
  expect(new Set(asked.map(({ body }) => body)).size).toBe(1);
});

test('one that goes round for ever is given up', async () => {
  const { url, asked } = await byPath(() => ({ status: 302, headers: { location: '/x' } }));
  await expect(ask(url, login)).rejects.toMatchObject(lost('refused'));
  expect(asked).toHaveLength(4);
});

test('a password is not given away, whatever the service asks for', async () => {
  const challenges = [
    'Basic realm="x"',
    'Basic realm="x", Digest realm="x", nonce="1"',
    // A Digest that nobody can answer.
    'Digest realm="x", Basic realm="x"',
  ];
  for (const challenge of challenges) {
    const service = await hostile((socket) =>
      socket.write(whole('401 No', '', `WWW-Authenticate: ${challenge}\r\n`)),
    );
    const signal = AbortSignal.timeout(500);
    await expect(ask(service.url, login, signal)).rejects.toMatchObject({
      name: expect.stringMatching(/OnvifFault|OriginRefusal/),
    });
    const heard = service.heard();
    expect(heard).not.toContain(login.password);
    expect(heard).not.toContain(Buffer.from(`viewer:${login.password}`).toString('base64'));
  }
});

test('no token is sent unasked', async () => {
  const service = await hostile((socket) => void socket.end(whole('200 OK', good)));
  expect(await ask(service.url, login)).toEqual({ serial: '7' });
  expect(service.heard()).not.toMatch(/UsernameToken|viewer/);
});

test('no token is sent to who forbids, or no longer asks for the Digest that is bound', async () => {
  const forbids = await hostile((socket) => socket.write(whole('403 Forbidden', '')));
  await expect(ask(forbids.url, login)).rejects.toMatchObject(lost('unauthorized'));
  const basic = 'WWW-Authenticate: Basic realm="x"\r\n';
  const weaker = await hostile((socket) => socket.write(whole('401 No', '', basic)));
  const place = { address: '127.0.0.1', port: Number(new URL(weaker.url).port) };
  const bound = { place, proof: { authentication: { scheme: 'md5', realm: 'x' } } } as const;
  const refusals: OriginReason[] = [];
  const guard = anyGuard({ line: 'onvif', bound, onRefused: (reason) => refusals.push(reason) });
  await expect(ask(weaker.url, login, undefined, guard)).rejects.toEqual(
    new OriginRefusal('downgrade'),
  );
  expect(refusals).toEqual(['downgrade']);
  for (const one of [forbids, weaker]) expect(one.heard()).not.toMatch(/UsernameToken|viewer/);
});

test('no token is sent to another address, and no digest under another realm', async () => {
  const place = { address: '127.0.0.2', port: 80 };
  for (const [status, challenge, reason] of [
    ['401 No', '', 'other-address'],
    ['401 No', 'WWW-Authenticate: Digest realm="x", nonce="1"\r\n', 'other-realm'],
  ] as const) {
    const service = await hostile((socket) => socket.write(whole(status, '', challenge)));
    const bound = { place, proof: { authentication: { scheme: 'md5', realm: 'y' } } } as const;
    const guard = anyGuard({ line: 'onvif', named: true, bound });
    await expect(ask(service.url, login, undefined, guard)).rejects.toEqual(
      new OriginRefusal(reason),
    );
    expect(service.heard()).not.toMatch(/UsernameToken|Digest|viewer/);
  }
});

test.each<[string, readonly string[], object, readonly OriginReason[]]>([
  [
    'where its name leads by now',
    ['127.0.0.2'],
    { name: 'OriginRefusal', reason: 'other-address' },
    ['other-address'],
  ],
  // The one that answered is there as before, only not now: no stranger.
  ['that its name gives as well', ['127.0.0.1', '127.0.0.2'], lost('unreachable'), []],
])('a token that was asked for at one address does not go to another, %s', async (...given) => {
  const [, then, error, told] = given;
  let close = async (): Promise<void> => undefined;
  // It hangs up behind its answer and is gone: the next question needs a new connection.
  const asks = await hostile((socket) => {
    void close();
    socket.end(whole('401 No', '', 'Connection: close\r\n'));
  });
  const port = Number(new URL(asks.url).port);
  const stranger = await hostileService((socket) => void socket.end(whole('200 OK', good)), {
    host: '127.0.0.2',
    port,
  });
  closing.push(() => stranger.close());
  close = () => asks.stop();
  const refusals: OriginReason[] = [];
  const guard = anyGuard({
    line: 'onvif',
    named: true,
    onRefused: (reason) => refusals.push(reason),
  });
  const asked = askDevice({
    service: new URL(asks.url.replace('127.0.0.1', 'door.lan')),
    credentials: login,
    guard,
    lookup: async () => (asks.heard() === '' ? ['127.0.0.1'] : then),
    signal: AbortSignal.timeout(10_000),
    timeoutMs: 10_000,
    now: Date.now,
  });
  await expect(asked).rejects.toMatchObject(error);
  expect(refusals).toEqual(told);
  expect(asks.heard()).toContain('GetDeviceInformation');
  expect(stranger.heard()).toBe('');
});

test.each<[string, (socket: Socket) => void]>([
  ['the head', () => undefined],
  ['the rest', (socket) => socket.write(head('200 OK', 'Content-Length: 9\r\n\r\n<'))],
])('%s is waited for no longer than one may', async (_what, answer) => {
  const { url } = await hostile(answer);
  const asked = ask(url, undefined, AbortSignal.timeout(100));
  await expect(asked).rejects.toMatchObject(lost('timeout'));
});

test('the error tells neither address nor password', async () => {
  const error: unknown = await ask('http://127.0.0.1:1/onvif', login).catch(
    (cause: unknown) => cause,
  );
  expect(error).toMatchObject(lost('unreachable'));
  expect(String(error)).not.toMatch(/127\.0\.0\.1|window-seat/);
});
