/**
 * The whole bridge holds what it connects to, stream and still, to the origin that is bound. The stranger
 * here says of itself all that the camera said: only the way in which it asks for the password is another.
 *
 * @takes 14 s
 */
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { until } from '../until.ts';
import { realm } from '../../simulator/camera/auth.ts';
import type { Stranger } from '../../simulator/camera/behaviour.ts';
import { serialOf, serverHeader } from '../../simulator/camera/identity.ts';
import { startCamera } from '../../simulator/camera/simulate.ts';
import type { SimulatedCamera } from '../../simulator/camera/simulated-camera.ts';
import { clipOf, loadClips } from '../../simulator/clips/clip.ts';
import { link } from '../../simulator/client/link.ts';
import { startAlarmServer, type AlarmServer } from '../testing/alarm-server.ts';
import { startDemoBridge, type DemoBridge } from '../testing/demo-bridge.ts';
import { openOperator, type NewAccount, type Operator } from '../testing/operator.ts';
import { openStream } from '../testing/streams.ts';

jest.setTimeout(120_000);

const clips = loadClips();
const clip = clipOf(clips, 'birch/front-door');
const login = { user: 'viewer', password: 'sesame' } as const;
const posing = { server: serverHeader(serialOf(clip)), realm, stills: true } as const;

let alarms: AlarmServer;
let bridge: DemoBridge;
let operator: Operator;
const cameras: SimulatedCamera[] = [];

beforeAll(async () => {
  alarms = await startAlarmServer();
  bridge = await startDemoBridge({ alarm: { webhook: alarms.url, command: undefined } });
  operator = openOperator(bridge.dataDir);
});
afterEach(async () => {
  for (const camera of cameras.splice(0)) await camera.close();
});
afterAll(async () => {
  await operator.close();
  await bridge.close();
  await alarms.close();
});

async function open(scheme: 'basic' | 'digest'): Promise<SimulatedCamera> {
  const auth = { ...login, scheme };
  const camera = await startCamera({ clip, path: '/door', auth, still: true });
  cameras.push(camera);
  return camera;
}

async function watch(account: NewAccount): Promise<string> {
  const order = { origin: bridge.origin, ...bridge.demo.oauth, ...account };
  const { accessToken } = await link(order);
  return (await openStream(bridge, accessToken, account.device, 'hls')).url;
}

/** Somebody else answers at the camera's address from now on, over new connections. */
async function replace(camera: SimulatedCamera, stranger: Stranger): Promise<void> {
  await camera.misbehave({ stranger });
  camera.drop();
}

const told = (device: string, words: string): boolean =>
  bridge
    .logged()
    .split('\n')
    .some(
      (line) =>
        line.includes('"alarm":"other-camera"') && line.includes(device) && line.includes(words),
    );

const posted = (device: string, line: string): boolean =>
  alarms.posted.some((alarm) => {
    const { devices, line: over } = alarm as { devices?: string[]; line?: string };
    return devices?.includes(device) === true && over === line;
  });

test('a stream’s password is not told in a weaker way than before', async () => {
  const camera = await open('digest');
  const account = await operator.settle('stream', camera.url);
  await watch(account);
  await replace(camera, { ...posing, asks: 'basic' });
  const refused = () => told(account.device, 'in a weaker way than before');
  await until(() => refused() || camera.overheard.length > 0, 20_000);
  expect([camera.overheard, refused()]).toEqual([[], true]);
  await until(() => posted(account.device, 'stream'));
});

test('nor is a still’s told to another log-in', async () => {
  const [camera, pictures] = [await open('digest'), await open('basic')];
  const account = await operator.settle('still', camera.url);
  const { url: rtsp } = camera;
  const { stillUrl: still = '' } = pictures;
  const source = { stream: rtsp, still, transport: 'tcp', alwaysWarm: false } as const;
  await operator.register.setSource(account.device, source);
  const snapshot = new URL('snapshot.jpg', await watch(account)).href;
  expect((await fetch(snapshot)).status).toBe(200);
  await replace(pictures, { ...posing, asks: 'basic', realm: 'Elsewhere' });
  const refused = () => told(account.device, 'the password of another log-in');
  // The first one is fresh for a while, and given again.
  await until(async () => {
    await (await fetch(snapshot)).arrayBuffer();
    return refused() || pictures.overheard.length > 0;
  }, 20_000);
  expect([pictures.overheard, refused()]).toEqual([[], true]);
  await until(() => posted(account.device, 'still'));
});

test('nor is a still shown that another camera gives, though the stream is the right one’s', async () => {
  const [camera, pictures] = [await open('digest'), await open('basic')];
  const account = await operator.settle('replaced', camera.url);
  const { url: rtsp } = camera;
  const { stillUrl: still = '' } = pictures;
  const source = { stream: rtsp, still, transport: 'tcp', alwaysWarm: false } as const;
  await operator.register.setSource(account.device, source);
  const snapshot = new URL('snapshot.jpg', await watch(account)).href;
  expect((await fetch(snapshot)).status).toBe(200);
  const other = clipOf(clips, 'harbour/front-door');
  pictures.play(other);
  let foreign = false;
  await until(async () => {
    const bytes = Buffer.from(await (await fetch(snapshot)).arrayBuffer());
    foreign ||= bytes.equals(other.still);
    return foreign || posted(account.device, 'still');
  }, 20_000);
  expect(foreign).toBe(false);
});
