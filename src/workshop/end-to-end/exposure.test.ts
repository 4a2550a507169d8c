/** A camera was given to the wrong household by slip: the record names both sides afterwards. */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import * as waits from '../until.ts';
import { scriptedCamera, usualSdp } from '../../pictures/cameras/rtsp/testing/scripted-camera.ts';
import { simulateCameras, startCamera } from '../../simulator/camera/simulate.ts';
import type { SimulatedCamera } from '../../simulator/camera/simulated-camera.ts';
import { clipOf, loadClips } from '../../simulator/clips/clip.ts';
import { openTcpProxy, type TcpProxy } from '../proof/proxy/tcp-proxy.ts';
import { createPinRegister } from '../../wall/operator/pin-register.ts';
import { pinReading } from '../../pictures/cameras/origin/old-pin.ts';
import { startDemoBridge, type DemoBridge } from '../testing/demo-bridge.ts';
import { openOperator, type NewAccount, type Operator } from '../testing/operator.ts';
import { runCommandHere } from '../testing/run-command.ts';
import { hlsFiles, openStream } from '../testing/streams.ts';

jest.setTimeout(120_000);

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

async function watch(account: NewAccount): Promise<void> {
  const { accessToken } = await bridge.link(account);
  const { url } = await openStream(bridge, accessToken, account.device, 'hls');
  expect(await hlsFiles(url)).not.toEqual([]);
}

interface Exposure {
  readonly slips: readonly unknown[];
  readonly accounts: readonly { readonly account: string; readonly shownElsewhere: number }[];
}

async function exposure(...more: readonly string[]): Promise<Exposure> {
  const env = { PATH: process.env['PATH'], DATA_DIR: bridge.dataDir };
  const args = ['audit', 'exposure', '--since', '1h', '--json', ...more];
  const { code, stdout, stderr } = await runCommandHere(args, { cwd: bridge.dataDir, env });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as Exposure;
}

async function until<T>(ask: () => Promise<T>, so: (answer: T) => boolean): Promise<T> {
  let answer: T | undefined;
  const looked = async () => so((answer = await ask()));
  await waits.until(looked, 30_000, { what: () => JSON.stringify(answer) });
  return answer as T;
}

test('whose pictures were shown, and to whom, also once the slip is corrected', async () => {
  const [own, others] = [cameras[0]?.url ?? '', cameras[1]?.url ?? ''];
  const birch = await operator.settle('birch-slip', own);
  await watch(birch);
  const slipped = new URL(own);
  slipped.port = String(detour.port);
  const harbour = await operator.settle('harbour-slip', slipped.href);
  await watch(harbour);
  const source = { stream: others, transport: 'tcp', alwaysWarm: false } as const;
  await operator.register.setSource(harbour.device, source);
  await createPinRegister(operator.store, pinReading).repin(harbour.device);
  await watch(harbour);

  const found = await until(
    () => exposure(),
    ({ slips }) => slips.length > 0,
  );
  const slip = JSON.stringify(found.slips);
  for (const name of [birch.account, birch.email, harbour.account, harbour.device]) {
    expect(slip).toContain(name);
  }
  const shown = new Map(found.accounts.map((one) => [one.account, one.shownElsewhere]));
  expect(shown.get(birch.account)).toBe(1);
  expect(shown.get(harbour.account) ?? 0).toBe(0);

  const env = { PATH: process.env['PATH'], DATA_DIR: bridge.dataDir };
  const csv = ['audit', 'exposure', '--since', '1h', '--csv'];
  const { stdout } = await runCommandHere(csv, { cwd: bridge.dataDir, env });
  const [head = '', ...rows] = stdout.trim().split('\r\n');
  const of = ({ account }: NewAccount) => {
    const cells = rows.find((row) => row.startsWith(account))?.split(',') ?? [];
    return Object.fromEntries(head.split(',').map((name, at) => [name, cells[at]]));
  };
  expect(of(birch)).toMatchObject({ shownTo: harbour.account, shownOf: '' });
  // At another port than that of Birch's row: by what it said of itself it may have been another one.
  expect(of(harbour)).toMatchObject({
    shownTo: '',
    // All cameras of the demo are behind that address, too.
    mayHaveBeenOf: expect.stringContaining(birch.account),
  });
});

test('a channel that another camera of the recorder led to: whose it became may have been shown', async () => {
  const recorder = await simulateCameras([
    { clip: clipOf(clips, 'harbour/garden'), path: '/1' },
    { clip: clipOf(clips, 'birch/garden'), path: '/2' },
  ]);
  try {
    const [one, two] = recorder.cameras;
    await one?.misbehave({ redirectTo: two?.url });
    const harbour = await operator.settle('harbour-led', one?.url ?? '');
    await watch(harbour);
    // Times are told to the second.
    const second = Math.ceil(Date.now() / 1_000) * 1_000;
    await waits.until(() => Date.now() > second);
    const before = `${new Date(second).toISOString().slice(0, 19)}Z`;
    const birch = await operator.settle('birch-led', two?.url ?? '');
    // Asked about a time before that household had the camera.
    const found = await until(
      () => exposure('--until', before),
      ({ slips }) => JSON.stringify(slips).includes(harbour.device),
    );
    const slip = found.slips.find((each) => JSON.stringify(each).includes(harbour.device));
    expect(slip).toMatchObject({ of: [], maybeOf: [expect.stringContaining(birch.account)] });
  } finally {
    await recorder.close();
  }
});

test('a channel that a camera’s description led to, however deep its path is', async () => {
  const channel = '/nvr/live/site/ch2/main';
  const camera = await scriptedCamera({
    sdp: usualSdp
      .replace('a=control:v', `a=control:rtsp://127.0.0.1${channel}/v?sub=0`)
      .replace('a=control:a', `a=control:rtsp://127.0.0.1${channel}/a?sub=0`),
  });
  try {
    const at = (path: string): string => `rtsp://127.0.0.1:${camera.port}${path}`;
    const harbour = await operator.settle('harbour-deep', at('/alias'));
    await watch(harbour);
    const birch = await operator.settle('birch-deep', at(`${channel}?sub=0`));
    const { slips } = await until(
      () => exposure(),
      (all) => JSON.stringify(all.slips).includes(harbour.device),
    );
    const slip = slips.find((each) => JSON.stringify(each).includes(harbour.device));
    expect(JSON.stringify(slip)).toContain(birch.account);
  } finally {
    await camera.close();
  }
});

test('a first still in a session that has begun: the record names what answered', async () => {
  const clip = clipOf(clips, 'birch/front-door');
  const camera = await startCamera({ clip, path: '/still', still: true });
  cameras.push(camera);
  const account = await operator.settle('birch-still', camera.url);
  const source = { stream: camera.url, still: camera.stillUrl ?? '', transport: 'tcp' } as const;
  await operator.register.setSource(account.device, { ...source, alwaysWarm: false });
  const { accessToken } = await bridge.link(account);
  const { url } = await openStream(bridge, accessToken, account.device, 'hls');
  expect(await hlsFiles(url)).not.toEqual([]);
  expect((await fetch(new URL('snapshot.jpg', url))).status).toBe(200);
  const env = { PATH: process.env['PATH'], DATA_DIR: bridge.dataDir };
  const args = ['audit', 'show', '--device', account.device, '--json'];
  const shown = async (): Promise<unknown> => {
    const { stdout } = await runCommandHere(args, { cwd: bridge.dataDir, env });
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
