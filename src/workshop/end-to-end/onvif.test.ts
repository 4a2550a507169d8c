/**
 * Two cameras that say exactly the same of themselves over RTSP and HTTP swap addresses: only their ONVIF
 * serial numbers tell them apart, and that is enough.
 */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { until as untilIn } from '../until.ts';
import { clipOf, loadClips } from '../../simulator/clips/clip.ts';
import { runCommandHere } from '../testing/run-command.ts';
import { startDemoBridge, type DemoBridge } from '../testing/demo-bridge.ts';
import { openLinkedAccount, type LinkedAccount } from '../testing/linked-account.ts';
import { openOperator, type Operator } from '../testing/operator.ts';
import { openStream, streamCommand } from '../testing/streams.ts';
import { allPins } from '../../storage/contract/whole.ts';

jest.setTimeout(120_000);

const clips = loadClips();
const names = ['birch/front-door', 'harbour/front-door'] as const;
const swapped = [...names].toReversed();
const auth = { scheme: 'digest', user: 'viewer', password: 'window-seat' } as const;

let bridge: DemoBridge;
let operator: Operator;
let accounts: LinkedAccount[];

beforeAll(async () => {
  bridge = await startDemoBridge();
  operator = openOperator(bridge.dataDir);
  accounts = [];
  for (const name of names) {
    const linked = await openLinkedAccount(bridge, operator, name.replace('/', '-'), {
      clip: clipOf(clips, name),
      path: '/door',
      auth,
      still: true,
      serial: 'LT-TWIN',
      // Its clock was never set.
      onvif: { clockSeconds: -50_000_000 },
    });
    accounts.push(linked);
  }
});
afterAll(async () => {
  await operator.close();
  await bridge.close();
  for (const { camera } of accounts) await camera.close();
});

function answerWith(shown: readonly string[]): void {
  for (const [at, { camera }] of accounts.entries()) {
    camera.drop();
    camera.play(clipOf(clips, shown[at] ?? ''));
  }
}

const until = (so: () => boolean | Promise<boolean>) => untilIn(so, 45_000);

async function executed({
  token,
  account: { device },
}: LinkedAccount): Promise<string | undefined> {
  const { body } = await bridge.intend(token, 'EXECUTE', streamCommand(device, ['hls']));
  const [{ status, errorCode }] = body.payload.commands;
  return errorCode ?? status;
}

const all = async (wanted: string): Promise<boolean> =>
  (await Promise.all(accounts.map(executed))).every((told) => told === wanted);

async function still({ token, account: { device } }: LinkedAccount): Promise<string> {
  const { url } = await openStream(bridge, token, device, 'hls');
  return new URL('snapshot.jpg', url).href;
}

async function casement(...args: string[]): Promise<string> {
  const env = { PATH: process.env['PATH'], DATA_DIR: bridge.dataDir };
  const { stdout, stderr } = await runCommandHere(args, { cwd: bridge.dataDir, env });
  expect(stderr).toBe('');
  return stdout;
}

test('the serial number over ONVIF tells twins apart: swapped, neither is shown until repinned', async () => {
  let stills = await Promise.all(accounts.map(still));
  const own = names.map((name) => [200, clipOf(clips, name).still.byteLength]);
  const shoot = async () =>
    Promise.all(
      stills.map(async (url) => {
        const answer = await fetch(url);
        return [answer.status, (await answer.arrayBuffer()).byteLength];
      }),
    );
  expect(await shoot()).toEqual(own);
  const pins = await allPins(operator.store);
  const ofDevices = pins.filter(({ line }) => line === 'onvif');
  expect(ofDevices).toHaveLength(2);
  expect(new Set(ofDevices.map(({ hash }) => hash)).size).toBe(2);
  const others = pins.filter(({ line }) => line !== 'onvif');
  expect(new Set(others.map(({ line, hash }) => `${line} ${hash}`)).size).toBe(2);

  answerWith(swapped);
  await until(async () => (await allPins(operator.store)).filter((p) => p.stranger).length >= 2);
  // What was opened before is over, and shows nobody else's before that.
  await until(async () => {
    const shots = await shoot();
    for (const [at, shot] of shots.entries()) if (shot[0] === 200) expect(shot).toEqual(own[at]);
    return shots.every(([status]) => status === 404);
  });
  expect(await all('securityRestriction')).toBe(true);
  const alarms = bridge
    .logged()
    .split('\n')
    .filter((line) => line.includes('"alarm":"other-camera"'));
  for (const { account } of accounts) {
    expect(alarms.some((line) => line.includes(account.device))).toBe(true);
  }
  expect(alarms.every((line) => line.includes('"line":"onvif"'))).toBe(true);
  expect(bridge.logged()).not.toMatch(/device_service|window-seat/);
  expect(await casement('camera', 'list', '--wide')).toContain('ANOTHER CAMERA');

  answerWith(names);
  await until(() => all('SUCCESS'));
  stills = await Promise.all(accounts.map(still));
  await until(async () => JSON.stringify(await shoot()) === JSON.stringify(own));

  answerWith(swapped);
  await until(() => all('securityRestriction'));
  for (const { account } of accounts) {
    expect(await casement('camera', 'repin', account.device)).toContain('onvif: was Lattice');
  }
  await until(() => all('SUCCESS'));
});

test('a camera whose ONVIF service does not answer is offline, and back when it does', async () => {
  for (const { camera } of accounts) await camera.misbehave({ onvifAnswer: 503 });
  for (const { camera } of accounts) camera.drop();
  const warningsOf = (device: string): string[] =>
    bridge
      .logged()
      .split('\n')
      .filter((line) => line.includes('a camera is not shown') && line.includes(device));
  // Offline as soon as its stream is gone; why it stays so shows with the next try.
  await until(() => accounts.every(({ account }) => warningsOf(account.device).length > 0));
  await until(() => all('deviceNotReady'));
  for (const { account } of accounts) {
    expect(warningsOf(account.device)).toEqual([
      expect.stringContaining('"line":"onvif","reason":"refused"'),
    ]);
  }
  // Nobody is told of another camera: none was met.
  expect((await allPins(operator.store)).filter((pin) => pin.stranger)).toEqual([]);
  for (const { camera } of accounts) await camera.behave();
  await until(() => all('SUCCESS'));
});
