/**
 * Two cameras of one serial number under two owners, once an operator has called the make's unique.
 *
 * @takes 8 s
 */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { until } from '../until.ts';
import { startCamera } from '../../simulator/camera/simulate.ts';
import { clipOf, loadClips } from '../../simulator/clips/clip.ts';
import { startDemoBridge, type DemoBridge } from '../testing/demo-bridge.ts';
import { openLinkedAccount, type LinkedAccount } from '../testing/linked-account.ts';
import { openOperator, type Operator } from '../testing/operator.ts';
import { runCommandHere } from '../testing/run-command.ts';
import { openStream, streamCommand } from '../testing/streams.ts';

jest.setTimeout(180_000);

let bridge: DemoBridge;
let operator: Operator;
let accounts: LinkedAccount[];

beforeAll(async () => {
  bridge = await startDemoBridge();
  operator = openOperator(bridge.dataDir);
  accounts = [];
  for (const name of ['birch', 'harbour']) {
    const linked = await openLinkedAccount(bridge, operator, `twin-${name}`, {
      clip: clipOf(loadClips(), `${name}/front-door`),
      path: '/door',
      onvif: { serial: 'LT-0001' },
    });
    accounts.push(linked);
  }
});
afterAll(async () => {
  await operator.close();
  await bridge.close();
  for (const { camera } of accounts) await camera.close();
});

async function casement(...args: string[]) {
  const env = { PATH: process.env['PATH'], DATA_DIR: bridge.dataDir };
  const { code, stdout, stderr } = await runCommandHere(args, { cwd: bridge.dataDir, env });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

async function playlist({ token, account: { device } }: LinkedAccount): Promise<string> {
  const { url } = await openStream(bridge, token, device, 'hls');
  return new URL('live.m3u8', url).href;
}

const status = async (url: string): Promise<number> => (await fetch(url)).status;

async function executed({ token, account: { device } }: LinkedAccount): Promise<string> {
  const { body } = await bridge.intend(token, 'EXECUTE', streamCommand(device, ['hls']));
  const [{ status: said, errorCode }] = body.payload.commands;
  return errorCode ?? said;
}

test('the later one is not shown from the operator’s word on, and is again when it is taken back', async () => {
  const [first, second] = accounts as [LinkedAccount, LinkedAccount];
  const [one, other] = [await playlist(first), await playlist(second)];
  expect([await status(one), await status(other)]).toEqual([200, 200]);

  const said = await casement('make', 'unique', 'LATTICE');
  expect(said).toContain(`Not shown any more: ${second.account.device}`);
  expect(said).not.toContain(first.account.device);
  expect([await status(one), await status(other)]).toEqual([200, 404]);
  expect(await executed(second)).not.toBe('SUCCESS');
  expect(await executed(first)).toBe('SUCCESS');
  expect(bridge.logged()).toContain('the camera of this serial number');
  expect(bridge.logged()).not.toContain('LT-0001');
  expect(await casement('make', 'list')).toMatch(/LATTICE +2/);

  await casement('make', 'repeats', 'Lattice');
  await until(async () => (await executed(second)) === 'SUCCESS', 60_000);
});

test('another household’s camera in the place of one is an alarm, and the one comes back', async () => {
  let serial = 'LT-0003';
  const camera = await startCamera({
    clip: clipOf(loadClips(), 'harbour/garden'),
    path: '/door',
    onvif: { serial: () => serial },
  });
  try {
    const account = await operator.settle('harbour-own', camera.url);
    const { url: rtsp, onvifUrl: onvif = '' } = camera;
    await operator.register.setSource(account.device, {
      stream: rtsp,
      onvif,
      transport: 'auto',
      alwaysWarm: false,
    });
    const { accessToken: token } = await bridge.link(account);
    const linked = { camera, account, token };
    await casement('make', 'unique', 'Lattice');
    const url = await playlist(linked);
    // That of the first household's.
    serial = 'LT-0001';
    camera.drop();
    await until(async () => (await status(url)) !== 200, 60_000);
    const alarms = bridge
      .logged()
      .split('\n')
      .filter((line) => line.includes('"alarm":"other-camera"'));
    expect(alarms).toHaveLength(1);
    expect(alarms[0]).toContain(account.device);
    serial = 'LT-0003';
    await until(async () => (await executed(linked)) === 'SUCCESS', 60_000);
  } finally {
    await camera.close();
  }
});
