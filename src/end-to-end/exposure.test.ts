/** A camera was given to the wrong household by slip: the record names both sides afterwards. */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { startCamera, type SimulatedCamera } from '../lab/camera/simulate.ts';
import { clipOf, loadClips } from '../lab/clips/clip.ts';
import { link } from '../lab/link.ts';
import { openTcpProxy, type TcpProxy } from '../lab/proxy/tcp-proxy.ts';
import { createPinRegister } from '../partitions/pin-register.ts';
import { startDemoBridge, type DemoBridge } from '../testing/demo-bridge.ts';
import { openOperator, type NewHousehold, type Operator } from '../testing/operator.ts';
import { runTs } from '../testing/run-ts.ts';
import { hlsFiles, openStream } from '../testing/streams.ts';

jest.setTimeout(120_000);

const cli = new URL('../cli/main.ts', import.meta.url);
const clips = loadClips();

let bridge: DemoBridge;
let operator: Operator;
let cameras: SimulatedCamera[];
let detour: TcpProxy;
beforeAll(async () => {
  cameras = [];
  for (const clip of ['birch/front-door', 'harbour/front-door'] as const) {
    cameras.push(await startCamera({ clip: clipOf(clips, clip), path: '/door' }));
  }
  // Another port that leads to the same camera, as a router has them: no place that is known.
  detour = await openTcpProxy(Number(new URL(cameras[0]?.url ?? '').port));
  bridge = await startDemoBridge();
  operator = openOperator(bridge.dataDir);
});
afterAll(async () => {
  await operator.close();
  await bridge.close();
  await detour.close();
  for (const camera of cameras) await camera.close();
});

async function watch(household: NewHousehold): Promise<void> {
  const { origin, demo } = bridge;
  const { accessToken } = await link({ origin, ...demo.oauth, ...household });
  const { url } = await openStream(bridge, accessToken, household.device, 'hls');
  expect(await hlsFiles(url)).not.toEqual([]);
}

interface Exposure {
  readonly slips: readonly unknown[];
  readonly accounts: readonly { readonly account: string; readonly shownElsewhere: number }[];
}

async function exposure(): Promise<Exposure> {
  const env = { PATH: process.env['PATH'], DATA_DIR: bridge.dataDir };
  const args = ['audit', 'exposure', '--since', '1h', '--json'];
  const { code, stdout, stderr } = await runTs(cli, args, { cwd: bridge.dataDir, env });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as Exposure;
}

async function until<T>(ask: () => Promise<T>, so: (answer: T) => boolean): Promise<T> {
  const end = Date.now() + 30_000;
  for (;;) {
    const answer = await ask();
    if (so(answer)) return answer;
    if (Date.now() > end) throw new Error(`it did not happen: ${JSON.stringify(answer)}`);
  }
}

test('whose pictures were shown, and to whom, also once the slip is corrected', async () => {
  const [own, others] = [cameras[0]?.url ?? '', cameras[1]?.url ?? ''];
  const birch = await operator.settle('birch-slip', own);
  await watch(birch);
  const slipped = new URL(own);
  slipped.port = String(detour.port);
  const harbour = await operator.settle('harbour-slip', slipped.href);
  await watch(harbour);
  const source = { rtsp: others, transport: 'tcp', alwaysWarm: false } as const;
  await operator.register.setSource(harbour.device, source);
  await createPinRegister(operator.store).repin(harbour.device);
  await watch(harbour);

  const found = await until(exposure, ({ slips }) => slips.length > 0);
  const slip = JSON.stringify(found.slips);
  for (const name of [birch.account, birch.email, harbour.account, harbour.device]) {
    expect(slip).toContain(name);
  }
  const shown = new Map(found.accounts.map((one) => [one.account, one.shownElsewhere]));
  expect(shown.get(birch.account)).toBe(1);
  expect(shown.get(harbour.account) ?? 0).toBe(0);
});

test('a first still in a session that has begun: the record names what answered', async () => {
  const clip = clipOf(clips, 'birch/front-door');
  const camera = await startCamera({ clip, path: '/still', still: true });
  cameras.push(camera);
  const home = await operator.settle('birch-still', camera.url);
  const source = { rtsp: camera.url, still: camera.stillUrl ?? '', transport: 'tcp' } as const;
  await operator.register.setSource(home.device, { ...source, alwaysWarm: false });
  const { origin, demo } = bridge;
  const { accessToken } = await link({ origin, ...demo.oauth, ...home });
  const { url } = await openStream(bridge, accessToken, home.device, 'hls');
  expect(await hlsFiles(url)).not.toEqual([]);
  expect((await fetch(new URL('snapshot.jpg', url))).status).toBe(200);
  const env = { PATH: process.env['PATH'], DATA_DIR: bridge.dataDir };
  const args = ['audit', 'show', '--device', home.device, '--json'];
  const shown = async (): Promise<unknown> => {
    const { stdout } = await runTs(cli, args, { cwd: bridge.dataDir, env });
    return (JSON.parse(stdout) as { sessions: readonly unknown[] }).sessions[0];
  };
  const [hash, description] = [expect.stringMatching(/^[\w-]{43}$/), expect.any(String)];
  const line = { pin: hash, description, place: hash, host: hash };
  const told = await until(shown, (one) => JSON.stringify(one ?? '').includes('answeredBefore'));
  expect(told).toMatchObject({
    answered: { stream: line, still: line },
    answeredBefore: [{ stream: line, still: {} }],
  });
});
