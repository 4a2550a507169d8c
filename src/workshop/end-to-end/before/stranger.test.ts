/**
 * Somebody else stands at the address of a known camera and asks for its password.
 *
 * @takes 14 s
 */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { SimulatedCamera } from '../../../simulator/camera/simulated-camera.ts';
import { openTcpProxy, type TcpProxy } from '../../proof/proxy/tcp-proxy.ts';
import { startWatermarked } from '../../testing/watermarked-camera.ts';
import { counted, eventually, openStreet, stillOf, type Street } from '../../testing/street.ts';
import { openThief, type Thief } from '../../testing/thief.ts';

jest.setTimeout(120_000);

let street: Street;
let camera: SimulatedCamera;
/** The camera's addresses. */
let stream: TcpProxy;
let still: TcpProxy;
let device: string;
beforeAll(async () => {
  street = await openStreet();
  const auth = { scheme: 'digest', user: 'viewer', password: 'window-seat' } as const;
  camera = await startWatermarked('harbour', { auth, still: true });
  stream = await openTcpProxy(portOf(camera.url));
  still = await openTcpProxy(portOf(camera.stillUrl));
  const at = (url = '', { port }: TcpProxy): string => url.replace(/:\d+\//, `:${port}/`);
  const stillAt = ['--still', at(camera.stillUrl, still)];
  device = await street.addCamera(street.harbour, at(camera.url, stream), ...stillAt);
  await street.shown(street.harbour, device);
});
afterAll(async () => {
  await street.close();
  for (const one of [stream, still, camera]) await one.close();
});

const portOf = (url = ''): number => Number(new URL(url).port);

/** A thief behind an address of the camera's while `act` goes on; returns what it was told. */
async function robbed(
  proxy: TcpProxy,
  asks: 'Basic' | 'Digest',
  act: (thief: Thief) => Promise<unknown>,
): Promise<readonly string[]> {
  const thief = await openThief(asks);
  proxy.leadTo(thief.port);
  proxy.cut();
  try {
    await act(thief);
    return thief.heard;
  } finally {
    proxy.leadTo(portOf(proxy === still ? camera.stillUrl : camera.url));
    proxy.cut();
    await thief.close();
  }
}

test('a stranger who asks for the password of stills is not told it', async () => {
  const given = await street.open(street.harbour, device);
  await eventually('a still', async () => (await stillOf(given)).length > 0);
  const heard = await robbed(still, 'Basic', (thief) =>
    // A still is kept for a moment.
    eventually('a question', async () => {
      await stillOf(given);
      return thief.connections > 0;
    }),
  );
  expect(heard).toEqual([]);
});

test.each(['Basic', 'Digest'] as const)(
  'a stranger who asks for the password of the stream, by %s, is told nothing, and there is an alarm',
  async (asks) => {
    const alarms = (): number =>
      street.linesOf(device).filter((line) => /other-camera.*"line":"stream"/.test(line)).length;
    await eventually('its own pictures', async () => {
      const { of } = await street.watch(street.harbour, device, Date.now());
      return of.includes('harbour');
    });
    const known = alarms();
    const heard = await robbed(stream, asks, async () => {
      await street.watch(street.harbour, device, Date.now());
    });
    const raised = await counted(() => alarms() - known);
    expect({ heard, alarms: raised }).toEqual({ heard: [], alarms: 1 });
  },
);
