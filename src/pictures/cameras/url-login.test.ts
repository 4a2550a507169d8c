/** A login in path or query of a URL is told with the first question, before anything shows who is asked. */
import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { listening } from '../../common/listening.ts';
import type { CameraAddress } from '../../wall/partitions/camera-address.ts';
import type { OriginReason } from './origin/origin.ts';
import { createOrigins } from './origin/origins.ts';
import { openTestHouse, type TestHouse } from '../../workshop/testing/test-house.ts';
import { askStill } from './camera-still.ts';
import { bench } from './rtsp/testing/bench.ts';
import { until } from '../../workshop/until.ts';
import { createKnownCameras } from '../../wall/partitions/known-cameras.ts';
import { allOrigins } from '../../storage/contract/whole.ts';

const { camera, watch } = bench();
let house: TestHouse;
let refusals: OriginReason[];
beforeEach(async () => {
  house = await openTestHouse();
  refusals = [];
});
afterEach(() => house.close());

const guards = () =>
  createOrigins({
    cameras: createKnownCameras(house.store, house.ring, Date.now),
    claim: async () => undefined,
    onRefused: (_camera, _line, reason) => void refusals.push(reason),
  });

test.each([
  ['in the query', '/cam?user=admin&password=sesame&channel=1', false],
  ['in the path', '/user=admin&password=sesame&channel=1', false],
  ['in the query, by a name that is vouched for', '/cam?user=admin&password=sesame', true],
])('of a stream, %s: no stranger to whom the name leads is told', async (_how, path, trustName) => {
  const { camera: id } = await house.addAccount('Birch');
  const own = await camera();
  const stranger = await camera({ port: own.port, host: '127.0.0.2' });
  let address = '127.0.0.1';
  const guardOrigin = guards();
  const lookup = async (): Promise<readonly string[]> => [address];
  const where: Partial<CameraAddress> = { stamp: { camera: id, epoch: 1 }, trustName };
  const url = `rtsp://door.example:${own.port}${path}`;
  const first = watch(url, { guardOrigin, lookup }, where);
  await until(async () => first.video.length > 0 && (await allOrigins(house.store)).length > 0);
  await first.source.close();
  address = '127.0.0.2';
  const second = watch(url, { guardOrigin, lookup }, where);
  await expect(second.source.ready()).rejects.toMatchObject({ reason: { code: 'new-address' } });
  expect(stranger.requests).toEqual([]);
  expect(refusals).toContain('other-address');
});

test('of a still: nor there', async () => {
  const { camera: id } = await house.addAccount('Birch');
  const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(100, 7)]);
  const heard: string[] = [];
  const servers: Server[] = [];
  async function serve(host: string, port: number): Promise<number> {
    const server = createServer((request, response) => {
      heard.push(`${host} ${request.url}`);
      response.end(jpeg);
    });
    servers.push(server);
    return (await listening(server, port, host)).port;
  }
  const port = await serve('127.0.0.1', 0);
  await serve('127.0.0.2', port);
  let address = '127.0.0.1';
  const url = `http://door.example:${port}/snapshot.cgi?usr=admin&pwd=sesame`;
  const { opening = 0 } = (await house.store.operator.map.entriesOf(id))[0] ?? {};
  const where: CameraAddress = {
    stream: 'rtsp://door.example/x',
    still: url,
    transport: 'auto',
    alwaysWarm: false,
    opening,
    stamp: { camera: id, epoch: 1 },
  };
  const guardOrigin = guards();
  const ask = async () =>
    askStill({
      url,
      guard: await guardOrigin(where, 'still'),
      lookup: async () => [address],
      signal: AbortSignal.timeout(5_000),
      timeoutMs: 5_000,
      recognise: async () => true,
    });
  try {
    await ask();
    address = '127.0.0.2';
    await expect(ask()).rejects.toMatchObject({ reason: 'other-address' });
    expect(heard).toEqual(['127.0.0.1 /snapshot.cgi?usr=admin&pwd=sesame']);
  } finally {
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
  }
});
