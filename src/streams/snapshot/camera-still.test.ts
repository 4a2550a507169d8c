import { createHash } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import type { Likeness } from '../../partitions/likeness.ts';
import { anyCamera } from '../../testing/any-camera.ts';
import { fetchStill, type RecogniseStill } from './camera-still.ts';

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
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const soon = (): AbortSignal => AbortSignal.timeout(2000);
const offline = { code: 'device-offline', message: 'the camera gave no still' };

test('gives the camera’s JPEG, on a connection of its own each time', async () => {
  const sockets = new Set<unknown>();
  const host = await serve((request, response) => {
    sockets.add(request.socket);
    response.end(jpeg);
  });
  for (let i = 0; i < 3; i += 1) {
    expect(
      Buffer.compare(await fetchStill(`http://${host}/a.jpg?x=1`, soon(), anyCamera), jpeg),
    ).toBe(0);
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
  await fetchStill(`http://us%40er:p%3Aw%25@${host}/`, soon(), anyCamera);
  expect(seen).toEqual([undefined, `Basic ${Buffer.from('us@er:p:w%').toString('base64')}`]);
  await fetchStill(`http://user:100%zz@${host}/`, soon(), anyCamera);
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
    fetchStill(`http://user:sesame@${host}/`, soon(), recognise);
  const own = await fetch(async (likeness) => seen.push(likeness) > 0);
  expect(Buffer.compare(own, jpeg)).toBe(0);
  expect(seen).toEqual([{ server: 'Lattice LT-1', realm: 'LT-1 cam' }]);
  await expect(fetch(async () => false)).rejects.toMatchObject(offline);
  await expect(fetch(() => Promise.reject(new Error('down')))).rejects.toMatchObject(offline);
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
    fetchStill(`http://user:secret@${host}/still?w=640`, soon(), anyCamera),
  ).resolves.toBeDefined();
  await expect(
    fetchStill(`http://user:wrong@${host}/still?w=640`, soon(), anyCamera),
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
  await expect(fetchStill(`http://user:pw@${host}/`, soon(), anyCamera)).rejects.toMatchObject(
    offline,
  );
});

test('follows no redirect', async () => {
  let elsewhere = 0;
  const other = await serve((_, response) => {
    elsewhere += 1;
    response.end(jpeg);
  });
  const host = await serve(
    (_, response) => void response.writeHead(302, { location: `http://${other}/` }).end(),
  );
  await expect(fetchStill(`http://user:pw@${host}/`, soon(), anyCamera)).rejects.toMatchObject(
    offline,
  );
  expect(elsewhere).toBe(0);
});

test('waits no longer than it may, neither for the head nor for the rest', async () => {
  const mute = await serve(() => undefined);
  const slow = await serve((_, response) => void response.write(jpeg));
  for (const host of [mute, slow]) {
    const asked = fetchStill(`http://${host}/`, AbortSignal.timeout(100), anyCamera);
    await expect(asked).rejects.toMatchObject(offline);
  }
});

test.each(['file:///etc/passwd', 'ftp://127.0.0.1/a.jpg', 'not a URL'])(
  'refuses %s',
  async (url) => {
    await expect(fetchStill(url, soon(), anyCamera)).rejects.toMatchObject(offline);
  },
);

test('the error never tells the address', async () => {
  const asked = fetchStill('http://user:secret@127.0.0.1:1/', soon(), anyCamera);
  const error: unknown = await asked.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(Error);
  const told = JSON.stringify(error, Object.getOwnPropertyNames(error));
  expect(told).not.toMatch(/secret|127\.0\.0\.1/);
});
