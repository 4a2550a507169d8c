/**
 * `kill -9` in the middle of linking and of camera changes: nothing acknowledged is lost.
 *
 * @takes 20 s
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { refresh } from '../testing/refresh.ts';
import { link } from '../../simulator/client/link.ts';
import type { Workplace } from '../testing/bridge-process.ts';
import { openWorkplace } from '../testing/bridge-process.ts';
import { openOperator } from '../testing/operator.ts';
import { until } from '../until.ts';

let place: Workplace;
beforeAll(async () => {
  place = await openWorkplace();
});
afterAll(() => place.close());

test('every link and every camera that was acknowledged is there after the next start', async () => {
  const tokens: string[] = [];
  const cameras: { device: string; rtsp: string }[] = [];
  for (let round = 0; round < 3; round += 1) {
    const bridge = await place.start();
    const operator = openOperator(bridge.dataDir);
    const owner = await operator.settle(`owner${round}`, `rtsp://127.0.0.1:9/first${round}`);
    const before = { tokens: tokens.length, cameras: cameras.length };
    let killed = false;
    const linking = async (): Promise<void> => {
      for (const { email, password } of [...bridge.demo.accounts, ...bridge.demo.accounts]) {
        const { origin, oauth } = bridge.demo;
        tokens.push((await link({ origin, ...oauth, email, password })).refreshToken);
      }
    };
    const changing = async (): Promise<void> => {
      for (let count = 0; !killed; count += 1) {
        const rtsp = `rtsp://viewer:pass@127.0.0.1:9/${round}-${count}`;
        const device = await operator.register.addCamera({
          owner: owner.account,
          name: `Camera ${count}`,
          nicknames: [],
          kind: 'camera',
          source: { stream: rtsp, transport: 'tcp', alwaysWarm: false },
        });
        cameras.push({ device, rtsp });
        await sleep(5);
      }
    };
    // What is cut off in the middle rejects: only what was acknowledged counts.
    const busy = Promise.allSettled([linking(), linking(), linking(), changing()]);
    // In the middle of both, each round somewhere else: more of either is under way.
    const [someTokens, someCameras] = [before.tokens + 2 + round, before.cameras + 12 + 7 * round];
    await until(() => tokens.length >= someTokens && cameras.length >= someCameras, 60_000);
    await bridge.end('SIGKILL');
    killed = true;
    await busy;
    await operator.close();
  }
  expect(tokens.length).toBeGreaterThan(3);
  expect(cameras.length).toBeGreaterThan(30);

  const bridge = await place.start();
  for (const token of tokens) {
    expect((await refresh(bridge.demo, token)).status).toBe(200);
  }
  const operator = openOperator(bridge.dataDir);
  const listed = new Set(
    (await operator.register.page({ most: 1_000 })).map(({ device }) => String(device)),
  );
  expect(cameras.filter(({ device }) => !listed.has(device))).toEqual([]);
  await operator.close();
});
