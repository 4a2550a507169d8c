/** Proof that cries wolf: a still of one's own that a bad network cut off is nothing foreign. */
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { withComment } from '../../../pictures/media/jpeg/comment.ts';
import { writeWatermark } from '../../../simulator/watermark/watermark.ts';
import type { Stage } from '../../proof/prove/display/stage.ts';
import { checkout } from '../../testing/checkout.ts';
import { filming } from '../../testing/watermarked-camera.ts';

type Ledgers = typeof import('../../proof/prove/oracle/ledger.ts');
type Oracles = typeof import('../../proof/prove/oracle/oracle.ts');
type Clients = typeof import('../../proof/prove/display/client.ts');
type Chances = typeof import('../../proof/prove/chance.ts');
type Displays = typeof import('../../proof/prove/display/display.ts');

const folders = ['src/workshop/proof/prove/', 'src/lab/prove/'];
const proof = folders.map((name) => new URL(name, checkout)).find((url) => existsSync(url));

const load = <T>(file: string): Promise<T> => import(new URL(file, proof).href) as Promise<T>;

/** A bridge that gives every still as far as its first `bytes`, and then breaks the connection. */
async function startCuttingBridge(still: Buffer, bytes: number) {
  const server = createServer((request, response) => {
    if (request.url === '/fulfillment') {
      const states = { cameraStreamAccessUrl: `${origin()}/live/x/`, cameraStreamAuthToken: 'x' };
      const commands = [{ ids: ['door'], status: 'SUCCESS', states }];
      response.end(JSON.stringify({ requestId: '1', payload: { commands } }));
    } else if (request.url === '/live/x/snapshot.jpg') {
      response.writeHead(200, { 'content-length': still.length });
      response.write(still.subarray(0, bytes), () => response.destroy());
    } else response.writeHead(404).end();
  });
  const origin = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { origin: origin(), close: () => server.close() };
}

test('a still that was cut off before its watermark is not called foreign', async () => {
  const { Ledger } = await load<Ledgers>('oracle/ledger.ts');
  const { Oracle } = await load<Oracles>('oracle/oracle.ts');
  const { createClient } = await load<Clients>('display/client.ts');
  const { createChance } = await load<Chances>('chance.ts');
  const { watch } = await load<Displays>('display/display.ts');

  const watermark = { owner: 'birch', camera: 'c1', number: 1, filmedAt: Date.now() };
  const still = withComment(filming('birch').still, writeWatermark(watermark));
  const bridge = await startCuttingBridge(still, 20);
  const now = (): number => Date.now();
  const ledger = new Ledger(now);
  const oracle = new Oracle({ ledger, now, arrival: now, onForeign: () => undefined });
  oracle.turnOf('display-network');
  ledger.name(ledger.give('birch', 'c1'), 'door');
  const client = createClient(
    () => undefined,
    () => undefined,
  );
  const stage = {
    origin: bridge.origin,
    client,
    oracle,
    ledger,
    chance: createChance('1'),
    habits: { hangUp: 0, conditional: false, udp: undefined, watchMs: [1_000, 1_000] },
    history: { note: () => undefined },
    viewings: new Set(),
    conditions: [],
  } as unknown as Stage;
  const grant = { account: 'birch', token: 'x', refreshToken: 'x' };
  try {
    expect(await watch(stage, 1, grant, 'door', 'hls', new AbortController().signal)).toBe(true);
    expect(oracle.foreign.map(({ wrong }) => wrong)).toEqual([]);
  } finally {
    await client.close();
    bridge.close();
  }
});
