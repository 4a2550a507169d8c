import { createHash } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, expect, test } from '@jest/globals';
import { listening } from '../../common/listening.ts';
import { createLookup } from './lookup.ts';
import type { Likeness } from './origin/likeness.ts';
import type { Origin } from '../../wall/partitions/origin.ts';
import type { OriginReason } from './origin/origin.ts';
import { anyCamera, anyGuard } from '../../workshop/testing/any-camera.ts';
import { askStill, fetchStill, type RecogniseStill } from './camera-still.ts';

const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(100, 7)]);
const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  const { port } = await listening(server);
  return `127.0.0.1:${port}`;
}

const soon = (): AbortSignal => AbortSignal.timeout(2000);
/** Without a guard: of a camera that has not been met. */
const still = (
  url: string,
  signal: AbortSignal,
  recognise: RecogniseStill,
  guard = anyGuard({ line: 'still' }),
) => fetchStill({ url, signal, recognise, guard, lookup: createLookup(), timeoutMs: 2_000 });
const offline = { code: 'device-offline', message: 'the camera gave no still' };

test('gives the camera’s JPEG, on a connection of its own each time', async () => {
  const sockets = new Set<unknown>();
  const host = await serve((request, response) => {
    sockets.add(request.socket);
    response.end(jpeg);
  });
  for (let i = 0; i < 3; i += 1) {
    expect(Buffer.compare(await still(`http://${host}/a.jpg?x=1`, soon(), anyCamera), jpeg)).toBe(
      0,
    );
  }
  expect(sockets.size).toBe(3);
});

test('answers a Basic challenge, and says nothing before it', async () => {
  const seen: (string | undefined)[] = [];
  const host = await serve((request, response) => {
    seen.push(request.headers.authorization);
    if (request.headers.authorization === undefined) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="cam"' }).end();
      return;
    }
    response.end(jpeg);
  });
  await still(`http://us%40er:p%3Aw%25@${host}/`, soon(), anyCamera);
  expect(seen).toEqual([undefined, `Basic ${Buffer.from('us@er:p:w%').toString('base64')}`]);
  await still(`http://user:100%zz@${host}/`, soon(), anyCamera);
  expect(seen.at(-1)).toBe(`Basic ${Buffer.from('user:100%zz').toString('base64')}`);
});

test('another camera’s JPEG is not given out, nor one of which that cannot be found out', async () => {
  const host = await serve((request, response) => {
    response.setHeader('server', 'Lattice/1.0 LT-1');
    if (request.headers.authorization === undefined) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="LT-1 cam"' }).end();
      return;
    }
    response.end(jpeg);
  });
  const seen: Likeness[] = [];
  const fetch = (recognise: RecogniseStill) =>
    still(`http://user:sesame@${host}/`, soon(), recognise);
  const own = await fetch(async (likeness) => seen.push(likeness) > 0);
  expect(Buffer.compare(own, jpeg)).toBe(0);
  expect(seen).toEqual([{ server: 'Lattice LT-1', realm: 'LT-1 cam' }]);
  await expect(fetch(async () => false)).rejects.toMatchObject(offline);
  await expect(fetch(() => Promise.reject(new Error('down')))).rejects.toMatchObject(offline);
});

test('what could not be asked or kept is told as such, and not as a mistake of ours', async () => {
  const host = await serve((_, response) => void response.end(jpeg));
  const lost = (): Promise<never> => Promise.reject(new Error('down'));
  const reasonWith = async (recognise: RecogniseStill, guard = anyGuard({ line: 'still' })) => {
    const told: unknown[] = [];
    const how = { signal: soon(), lookup: createLookup(), timeoutMs: 2_000 };
    const asked = { ...how, url: `http://${host}/`, recognise, guard };
    await expect(fetchStill(asked, (reason) => told.push(reason))).rejects.toMatchObject(offline);
    return told;
  };
  expect(await reasonWith(lost)).toEqual([{ code: 'unverified' }]);
  const unkept = { ...anyGuard({ line: 'still' }), bind: lost };
  expect(await reasonWith(anyCamera, unkept)).toEqual([{ code: 'not-yet-bound' }]);
});

test('answers a Digest challenge (RFC 7616)', async () => {
  const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
  const host = await serve((request, response) => {
    const given = request.headers.authorization ?? '';
    const part = (name: string): string =>
      new RegExp(`\\b${name}="?([^",]+)`).exec(given)?.[1] ?? '';
    const [a1, a2] = [md5('user:cam:secret'), md5(`GET:/still?w=640`)];
    const chain = [a1, 'abc', part('nc'), part('cnonce'), 'auth', a2].join(':');
    if (given.startsWith('Digest ') && part('response') === md5(chain)) {
      response.end(jpeg);
      return;
    }
    const challenge = ['Basic realm="cam"', 'Digest realm="cam", nonce="abc", qop="auth"'];
    response.writeHead(401, { 'www-authenticate': challenge }).end();
  });
  await expect(
    still(`http://user:secret@${host}/still?w=640`, soon(), anyCamera),
  ).resolves.toBeDefined();
  await expect(
    still(`http://user:wrong@${host}/still?w=640`, soon(), anyCamera),
  ).rejects.toMatchObject(offline);
});

test.each<[string, RequestListener]>([
  ['something that is no JPEG', (_, response) => void response.end('<html>')],
  ['nothing', (_, response) => void response.end()],
  ['an error with a JPEG', (_, response) => void response.writeHead(500).end(jpeg)],
  [
    'more than 8 MB',
    (_, response) => void response.end(Buffer.concat([jpeg, Buffer.alloc(8 * 1024 * 1024)])),
  ],
  ['a torn answer', (request) => void request.socket.destroy()],
])('refuses %s', async (_, listener) => {
  const host = await serve(listener);
  await expect(still(`http://user:pw@${host}/`, soon(), anyCamera)).rejects.toMatchObject(offline);
});

test('a name that leads elsewhere between two requests takes no password along', async () => {
  const asks: RequestListener = (_request, response) =>
    void response.writeHead(401, { 'www-authenticate': 'Basic realm="cam"' }).end();
  const port = (await serve(asks)).split(':')[1] ?? '';
  const heard: (string | undefined)[] = [];
  const stranger = createServer((request, response) => {
    heard.push(request.headers.authorization);
    response.end(jpeg);
  });
  servers.push(stranger);
  await listening(stranger, Number(port), '127.0.0.2');
  const addresses = ['127.0.0.1', '127.0.0.2'];
  const saved: Origin[] = [];
  const guard = anyGuard({
    line: 'still',
    named: true,
    bound: {
      place: { address: '127.0.0.1', port: Number(port) },
      proof: { authentication: { scheme: 'basic', realm: 'cam' } },
    },
    save: async (origin) => void saved.push(origin),
  });
  const asking = fetchStill({
    url: `http://user:pw@door.lan:${port}/`,
    signal: soon(),
    recognise: anyCamera,
    guard,
    lookup: async () => [addresses.shift() ?? ''],
    timeoutMs: 2_000,
  });
  await expect(asking).rejects.toMatchObject(offline);
  expect(heard).toEqual([]);
  expect(saved).toEqual([]);
});

test('a camera of two addresses, which its name gives in turns, is asked at one of them', async () => {
  const answers: RequestListener = ({ headers: { authorization } }, response) =>
    void (authorization === undefined
      ? response.writeHead(401, { 'www-authenticate': 'Basic realm="cam"' }).end()
      : response.end(jpeg));
  const port = (await serve(answers)).split(':')[1] ?? '';
  const second = createServer(answers);
  servers.push(second);
  await listening(second, Number(port), '127.0.0.2');
  let addresses = ['127.0.0.1', '127.0.0.2'];
  const refusals: OriginReason[] = [];
  const guard = anyGuard({
    line: 'still',
    named: true,
    onRefused: (reason) => refusals.push(reason),
  });
  const asking = askStill({
    url: `http://user:pw@door.lan:${port}/`,
    signal: soon(),
    recognise: anyCamera,
    guard,
    lookup: async () => (addresses = addresses.toReversed()),
    timeoutMs: 2_000,
  });
  expect(Buffer.compare(await asking, jpeg)).toBe(0);
  expect(refusals).toEqual([]);
});

test('follows a redirect on its own origin, and asks nothing anywhere else', async () => {
  const heard: string[] = [];
  const other = await serve((request, response) => {
    heard.push(request.headers.authorization ?? 'nothing');
    response.end(jpeg);
  });
  let location = '';
  const host = await serve((request, response) => {
    if (request.url === '/real.jpg?x=1') response.end(jpeg);
    else response.writeHead(302, { location }).end();
  });
  const refusals: OriginReason[] = [];
  const guard = () => anyGuard({ line: 'still', onRefused: (reason) => refusals.push(reason) });
  const fetch = () => still(`http://user:pw@${host}/`, soon(), anyCamera, guard());
  for (location of ['/real.jpg?x=1', `http://x:y@${host}/real.jpg?x=1`]) {
    expect(Buffer.compare(await fetch(), jpeg)).toBe(0);
  }
  // The address that answered is the same host under another name.
  const named = `http://user:pw@${host.replace('127.0.0.1', 'localhost')}/`;
  expect(Buffer.compare(await still(named, soon(), anyCamera, guard()), jpeg)).toBe(0);
  for (location of [`http://${other}/`, `https://${host}/`, `http://user:pw@${other}/real.jpg`]) {
    await expect(fetch()).rejects.toMatchObject(offline);
  }
  expect(refusals).toEqual(['leads-elsewhere', 'leads-elsewhere', 'leads-elsewhere']);
  location = '/round';
  await expect(fetch()).rejects.toMatchObject(offline);
  expect(heard).toEqual([]);
});

test.each<[string, OriginReason]>([
  ['Basic realm="cam"', 'downgrade'],
  ['Digest realm="other", nonce="1"', 'other-realm'],
])('a stranger at its address that asks for %s hears nothing of the password', async (ask, why) => {
  const heard: (string | undefined)[] = [];
  const host = await serve((request, response) => {
    heard.push(request.headers.authorization);
    response.writeHead(401, { 'www-authenticate': ask }).end();
  });
  const refusals: OriginReason[] = [];
  const bound: Origin = {
    place: { address: '127.0.0.1', port: Number(host.split(':')[1]) },
    proof: { authentication: { scheme: 'md5', realm: 'cam' } },
  };
  const guard = anyGuard({ line: 'still', bound, onRefused: (reason) => refusals.push(reason) });
  await expect(still(`http://u:p@${host}/`, soon(), anyCamera, guard)).rejects.toMatchObject(
    offline,
  );
  expect(heard).toEqual([undefined]);
  expect(refusals).toEqual([why]);
});

test('what answered is bound once it is recognised, and not before', async () => {
  const host = await serve((_request, response) => void response.end(jpeg));
  const saved: Origin[] = [];
  const guard = () => anyGuard({ line: 'still', save: async (origin) => void saved.push(origin) });
  await still(`http://${host}/`, soon(), async () => false, guard()).catch(() => undefined);
  expect(saved).toEqual([]);
  await still(`http://${host}/`, soon(), anyCamera, guard());
  expect(saved).toEqual([
    { place: { address: '127.0.0.1', port: Number(host.split(':')[1]) }, proof: {} },
  ]);
});

test('what cannot be bound is not shown', async () => {
  const host = await serve((_request, response) => void response.end(jpeg));
  const save = (): Promise<void> => Promise.reject(new Error('storage is not available'));
  const guard = anyGuard({ line: 'still', save });
  await expect(still(`http://${host}/`, soon(), anyCamera, guard)).rejects.toMatchObject(offline);
});

test('a name that leads elsewhere is not shown by its likeness alone', async () => {
  const host = await serve((_request, response) => void response.end(jpeg));
  const bound: Origin = { place: { address: '127.0.0.2', port: 80 }, proof: {} };
  const refusals: OriginReason[] = [];
  const onRefused = (reason: OriginReason): void => void refusals.push(reason);
  const at = (trustName: boolean) =>
    still(
      `http://${host}/`,
      soon(),
      anyCamera,
      anyGuard({ line: 'still', named: true, trustName, bound, onRefused }),
    );
  await expect(at(false)).rejects.toMatchObject(offline);
  expect(refusals).toEqual(['other-address']);
  await expect(at(true)).resolves.toBeDefined();
});

test('waits no longer than it may, neither for the head nor for the rest', async () => {
  const mute = await serve(() => undefined);
  const slow = await serve((_, response) => void response.write(jpeg));
  for (const host of [mute, slow]) {
    const asked = still(`http://${host}/`, AbortSignal.timeout(100), anyCamera);
    await expect(asked).rejects.toMatchObject(offline);
  }
});

test.each(['file:///etc/passwd', 'ftp://127.0.0.1/a.jpg', 'not a URL'])(
  'refuses %s',
  async (url) => {
    await expect(still(url, soon(), anyCamera)).rejects.toMatchObject(offline);
  },
);

test('the error never tells the address', async () => {
  const asked = still('http://user:secret@127.0.0.1:1/', soon(), anyCamera);
  const error: unknown = await asked.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(Error);
  const told = JSON.stringify(error, Object.getOwnPropertyNames(error));
  expect(told).not.toMatch(/secret|127\.0\.0\.1/);
});
