/**
 * A provisioning slip: Birch's camera is added for Harbour. By its address it is refused; by a name that
 * comes to lead there it is added, and refused before anything is asked of the camera.
 */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import Database from 'better-sqlite3';
import { until } from '../until.ts';
import { simulateCameras, startCamera } from '../../simulator/camera/simulate.ts';
import type { SimulatedCamera } from '../../simulator/camera/simulated-camera.ts';
import { clipOf, loadClips } from '../../simulator/clips/clip.ts';
import { link } from '../../simulator/client/link.ts';
import { createSwitch } from '../../wall/operator/switch.ts';
import { dataFolder } from '../../storage/data-folder.ts';
import { startDemoBridge, type DemoBridge } from '../testing/demo-bridge.ts';
import { openOperator, type NewAccount, type Operator } from '../testing/operator.ts';
import { openStream, streamCommand } from '../testing/streams.ts';

jest.setTimeout(120_000);

let bridge: DemoBridge;
let operator: Operator;
let camera: SimulatedCamera;
let birch: NewAccount;

beforeAll(async () => {
  bridge = await startDemoBridge();
  // Its names give no address: what it adds by name is as if the name had come to lead there later.
  operator = openOperator(bridge.dataDir);
  camera = await startCamera({ clip: clipOf(loadClips(), 'birch/front-door'), path: '/door' });
  birch = await operator.settle('birch-one', camera.url);
});
afterAll(async () => {
  await operator.close();
  await bridge.close();
  await camera.close();
});

const tokenOf = async (account: NewAccount): Promise<string> => {
  const order = { origin: bridge.origin, ...bridge.demo.oauth, ...account };
  return (await link(order)).accessToken;
};

/** What EXECUTE answers for an account's camera. */
async function asked(account: NewAccount): Promise<string> {
  const command = streamCommand(account.device, ['hls']);
  const { body } = await bridge.intend(await tokenOf(account), 'EXECUTE', command);
  const [{ status, errorCode }] = body.payload.commands;
  return errorCode ?? status ?? '';
}

/** Waits until a stream is given no more. @throws Error after ten seconds */
const over = (url: string) =>
  until(async () => (await fetch(url)).status !== 200, 10_000, { what: 'the stream goes on' });

const byName = (url: string): string => url.replace('127.0.0.1', 'localhost');

test('by its address it is refused, and the other household is not named', async () => {
  const adding = operator.settle('harbour-one', camera.url);
  await expect(adding).rejects.toMatchObject({
    code: 'bad-request',
    message: expect.stringContaining(birch.device),
  });
  await expect(adding).rejects.not.toMatchObject({
    message: expect.stringMatching(/127\.0\.0\.1|birch|rtsp/),
  });
});

test('by a name that leads there it is refused at every connection, without an alarm', async () => {
  const harbour = await operator.settle('harbour-two', byName(camera.url));
  expect(await asked(harbour)).toBe('securityRestriction');
  expect(await asked(birch)).toBe('SUCCESS');
  expect(await asked(harbour)).toBe('securityRestriction');
  const told = bridge
    .logged()
    .split('\n')
    .filter((line) => line.includes(harbour.device));
  expect(told.join('\n')).toContain('another account has this camera');
  expect(bridge.logged()).not.toContain('"alarm":"other-camera"');
});

test('a name that leads to a camera of one’s own is shown', async () => {
  const own = await startCamera({ clip: clipOf(loadClips(), 'harbour/garden'), path: '/door' });
  try {
    const harbour = await operator.settle('harbour-three', byName(own.url));
    expect(await asked(harbour)).toBe('SUCCESS');
    // From now on it counts for the next one.
    await expect(operator.settle('birch-three', own.url)).rejects.toMatchObject({
      message: expect.stringContaining(harbour.device),
    });
  } finally {
    await own.close();
  }
});

test('a channel that its camera led to is no longer shown when it is another household’s', async () => {
  const clips = loadClips();
  const recorder = await simulateCameras([
    { clip: clipOf(clips, 'harbour/garden'), path: '/1' },
    { clip: clipOf(clips, 'birch/front-door'), path: '/2' },
  ]);
  const [one, two] = recorder.cameras;
  if (one === undefined || two === undefined) throw new Error('the recorder has two channels');
  try {
    await one.misbehave({ redirectTo: two.url });
    const harbour = await operator.settle('harbour-led', one.url);
    const { url } = await openStream(bridge, await tokenOf(harbour), harbour.device, 'hls');
    expect((await fetch(url)).status).toBe(200);
    const owner = await operator.settle('birch-led', two.url);
    await over(url);
    expect(await asked(harbour)).toBe('securityRestriction');
    expect(await asked(owner)).toBe('SUCCESS');
  } finally {
    await recorder.close();
  }
});

test('nor from rows of before the upgrade, which are no pair', async () => {
  const clips = loadClips();
  const recorder = await simulateCameras([
    { clip: clipOf(clips, 'harbour/garden'), path: '/1' },
    { clip: clipOf(clips, 'birch/front-door'), path: '/2' },
  ]);
  try {
    const [one, two] = recorder.cameras;
    const harbour = await operator.settle('harbour-old', one?.url ?? '');
    const owner = await operator.settle('birch-old', two?.url ?? '');
    const raw = new Database(dataFolder(bridge.dataDir).database);
    const age = raw.prepare(
      'UPDATE cameras SET grandfathered = 1 WHERE id IN (SELECT camera FROM entries WHERE device = ?)',
    );
    for (const { device } of [harbour, owner]) age.run(device);
    raw.close();
    await one?.misbehave({ redirectTo: two?.url });
    expect(await asked(harbour)).toBe('securityRestriction');
    expect(await asked(owner)).toBe('SUCCESS');
  } finally {
    await recorder.close();
  }
});

test('a device is suspended in whatever row its camera stands', async () => {
  const again = await operator.register.addCamera({
    owner: birch.account,
    name: 'Garden',
    nicknames: [],
    kind: 'camera',
    source: { stream: camera.url, transport: 'tcp', alwaysWarm: false },
  });
  const token = await tokenOf(birch);
  await openStream(bridge, token, again, 'hls');
  await createSwitch(operator.store, Date.now).suspend({ of: 'device', device: birch.device });
  expect(await asked({ ...birch, device: again })).toBe('streamUnavailable');
  await createSwitch(operator.store, Date.now).resume({ of: 'device', device: birch.device });
});

test('nor is it shown by a row whose camera leads there by itself', async () => {
  const clip = clipOf(loadClips(), 'birch/garden');
  const recorder = await simulateCameras([
    { clip, path: '/1' },
    { clip, path: '/2' },
  ]);
  try {
    const [one, two] = recorder.cameras;
    await one?.misbehave({ redirectTo: two?.url });
    const alias = await operator.settle('birch-alias', one?.url ?? '');
    const { account } = alias;
    const device = await operator.register.addCamera({
      owner: account,
      name: 'Garden',
      nicknames: [],
      kind: 'camera',
      source: { stream: two?.url ?? '', transport: 'tcp', alwaysWarm: false },
    });
    const { url } = await openStream(bridge, await tokenOf(alias), alias.device, 'hls');
    expect((await fetch(url)).status).toBe(200);
    const operatorSwitch = createSwitch(operator.store, Date.now);
    await operatorSwitch.suspend({ of: 'device', device });
    await over(url);
    expect(await asked(alias)).toBe('streamUnavailable');
  } finally {
    await recorder.close();
  }
});

test('taken over in so many words, it is shown to the one and no longer to the other', async () => {
  const { account, ...harbour } = await operator.settle('harbour-four', 'rtsp://127.0.0.1:9/none');
  const source = { stream: camera.url, transport: 'tcp', alwaysWarm: false } as const;
  await operator.register.setSource(harbour.device, source, { takeOver: true });
  expect(await asked({ account, ...harbour })).toBe('SUCCESS');
  expect(await asked(birch)).toBe('deviceNotFound');
});

test('the demo starts again, on whatever ports its cameras are then', async () => {
  const { demo } = bridge;
  bridge = await bridge.restart();
  const devices = ({ accounts }: typeof demo) =>
    accounts.flatMap(({ cameras }) => cameras.map(({ deviceId }) => deviceId));
  expect(devices(bridge.demo)).toEqual(devices(demo));
  const { accessToken } = await bridge.link(bridge.birch);
  const [device] = bridge.birch.cameras;
  await openStream(bridge, accessToken, device?.deviceId ?? '', 'hls');
});
