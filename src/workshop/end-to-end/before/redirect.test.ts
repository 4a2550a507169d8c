/** A camera answers that it is elsewhere, and leads to another account's camera, or to a thief. */
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import type { SimulatedCamera } from '../../../simulator/camera/simulated-camera.ts';
import { startWatermarked } from '../../testing/watermarked-camera.ts';
import { counted, openStreet, type Street } from '../../testing/street.ts';
import { openThief } from '../../testing/thief.ts';

jest.setTimeout(120_000);

const auth = { scheme: 'digest', user: 'viewer', password: 'window-seat' } as const;
const refused = { of: [], told: 'securityRestriction' };

let street: Street;
const open: { close(): Promise<void> }[] = [];
beforeAll(async () => {
  street = await openStreet();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});
afterAll(() => street.close());

async function cameras(
  ...list: (readonly [...Parameters<typeof startWatermarked>])[]
): Promise<SimulatedCamera[]> {
  const started = await Promise.all(list.map((one) => startWatermarked(...one)));
  open.push(...started);
  return started;
}

test.each([
  ['without a password', undefined],
  ['with a password in the address', auth],
])(
  'another household’s camera is not shown where a redirect leads to it %s, and there is an alarm',
  async (_name, theirs) => {
    const [birch] = await cameras(['birch', theirs && { auth: theirs }]);
    const redirectTo = birch?.url;
    const [harbour] = await cameras(['harbour', { behaviour: { redirectTo } }]);
    const device = await street.addCamera(street.harbour, harbour?.url ?? '');
    const seen = await street.watch(street.harbour, device);
    const alarms = await counted(
      () => street.linesOf(device).filter((line) => line.includes('other-camera')).length,
    );
    expect({ ...seen, alarms }).toEqual({ ...refused, alarms: 1 });
  },
);

test('nor where the camera’s ONVIF serial number is known, and is the right one', async () => {
  // Of one make: over RTSP they say the same of themselves.
  const serial = 'one for all';
  const [birch, harbour] = await cameras(['birch', { serial }], ['harbour', { serial, onvif: {} }]);
  const onvif = ['--onvif', harbour?.onvifUrl ?? ''];
  const device = await street.addCamera(street.harbour, harbour?.url ?? '', ...onvif);
  await street.shown(street.harbour, device);
  await harbour?.misbehave({ redirectTo: birch?.url });
  harbour?.drop();
  expect(await street.watch(street.harbour, device, Date.now())).toEqual(refused);
});

test('no other port of the camera’s host is connected to, nor told its password', async () => {
  const thief = await openThief();
  open.push(thief);
  const redirectTo = `rtsp://127.0.0.1:${thief.port}/door`;
  const [harbour] = await cameras(['harbour', { auth }]);
  // Asked by nobody for a login, the camera sends the bridge on at once.
  const stranger = { asks: 'nothing', realm: '', server: 'Lattice', stills: false } as const;
  await harbour?.misbehave({ redirectTo, stranger });
  const device = await street.addCamera(street.harbour, harbour?.url ?? '');
  await street.watch(street.harbour, device);
  const { connections, heard } = thief;
  expect({ connections, heard }).toEqual({ connections: 0, heard: [] });
});
