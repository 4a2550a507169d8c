/**
 * A camera that plays, while its own still cannot be had, and then one whose ONVIF service answers no more.
 *
 * @takes 8 s
 */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { until } from '../until.ts';
import { startCamera } from '../../simulator/camera/simulate.ts';
import type { SimulatedCamera } from '../../simulator/camera/simulated-camera.ts';
import { clipOf, loadClips } from '../../simulator/clips/clip.ts';
import { type DemoBridge, startDemoBridge } from '../testing/demo-bridge.ts';
import { openOperator, type NewAccount, type Operator } from '../testing/operator.ts';
import { runCommandHere } from '../testing/run-command.ts';
import { openStream } from '../testing/streams.ts';

jest.setTimeout(120_000);

const auth = { scheme: 'digest', user: 'viewer', password: 'window-seat' } as const;

let bridge: DemoBridge;
let operator: Operator;
let camera: SimulatedCamera;
let account: NewAccount;
let token: string;

beforeAll(async () => {
  bridge = await startDemoBridge();
  operator = openOperator(bridge.dataDir);
  const clip = clipOf(loadClips(), 'birch/front-door');
  camera = await startCamera({ clip, path: '/door', auth, still: true, onvif: {} });
  account = await operator.settle('birch-door', camera.url);
  const { device } = account;
  await operator.register.setSource(device, {
    stream: camera.url,
    // Nothing is there.
    still: (camera.stillUrl ?? '').replace('/door', '/window'),
    onvif: camera.onvifUrl ?? '',
    transport: 'tcp',
    alwaysWarm: false,
  });
  const { accessToken } = await bridge.link(account);
  token = accessToken;
});
afterAll(async () => {
  await operator.close();
  await bridge.close();
  await camera.close();
});

async function list(...options: readonly string[]): Promise<string> {
  const args = ['camera', 'list', ...options, '--data-dir', bridge.dataDir];
  return (await runCommandHere(args, { cwd: bridge.dataDir, env: process.env })).stdout;
}

async function listed(): Promise<Record<'state' | 'stillState' | 'onvifState', unknown>> {
  const all = JSON.parse(await list('--json')) as { device: string }[];
  return all.find(({ device }) => device === account.device) as never;
}

test('the list tells of each line, below the table and in JSON, without an address', async () => {
  expect(await listed()).toMatchObject({ state: null, stillState: null, onvifState: null });
  const { url } = await openStream(bridge, token, account.device, 'hls');
  await fetch(new URL('snapshot.jpg', url));
  const known = await listed();
  expect(known).toMatchObject({
    state: { reason: 'plays' },
    stillState: { reason: 'no-such-stream', what: expect.any(String), mend: expect.any(String) },
    onvifState: { reason: 'answers' },
  });
  const below = `${account.device} gives no still of its own: It answers, but has nothing`;
  const text = await list();
  expect(text).toContain(below);
  expect(text).not.toContain(`${account.device} shows nothing`);
  await camera.misbehave({ onvifAnswer: 500 });
  camera.drop();
  await until(async () => (await list()).includes(`${account.device} does not say over ONVIF`));
  const after = await listed();
  expect(after).toMatchObject({ onvifState: { reason: 'onvif-refused' } });
  const told = JSON.stringify([known, after].map((one) => [one.stillState, one.onvifState]));
  expect(told + text + (await list())).not.toMatch(/window-seat|127\.0\.0\.1/);
});
