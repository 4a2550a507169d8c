import { DeviceId } from '../../../../identity/ids.ts';
import { startCamera } from '../../../../simulator/camera/simulate.ts';
import type { SimulatedCamera } from '../../../../simulator/camera/simulated-camera.ts';
import { cameraLogin, pictureOf } from '../cast/fleet.ts';
import { placeCamera, type Account } from '../cast/accounts.ts';
import type { Scenario, World } from '../world.ts';
import { attend, someAccounts } from './audience.ts';
import { timeAlarm } from './revoking.ts';
import { openLikeTrap } from './trap.ts';

/** Cameras with an ONVIF service of their own in one turn. */
const cameras = 4;
/** How long they are watched before and after somebody else answers there, in milliseconds. */
const stayMs = 12_000;

/** What the service of one camera becomes while it is watched. */
type Change = 'another device' | 'leads elsewhere';

/** A service that takes the cameras' login, and names the device whose serial is current. */
async function openService(key: string) {
  let serial = `ON-${key}`;
  const service = await startCamera({
    clip: pictureOf(key),
    path: '/window/0',
    auth: cameraLogin,
    onvif: { serial: () => serial },
  });
  return { service, become: (other: string) => (serial = other) };
}

async function strange(
  world: World,
  account: Account,
  change: Change,
  trap: SimulatedCamera,
): Promise<void> {
  const { fleet, ledger, operator } = world;
  const own = fleet.take(account.key);
  const { service, become } = await openService(own.key);
  const place = { ...own, onvif: service.onvifUrl ?? '' };
  const over = world.alarms.cause(own.key);
  const right = await placeCamera(operator.register, ledger, account, own, 'Gate', place);
  const device = right.device ?? '';
  const look = (ms: number) =>
    Promise.allSettled(
      (['hls', 'webrtc'] as const).map((by) => attend(world, account, device, by, ms)),
    );
  try {
    await look(stayMs);
    const since = Date.now();
    if (change === 'another device') become('ON-STRANGER');
    else await service.misbehave({ onvifRedirectTo: trap.onvifUrl });
    own.simulated.drop();
    world.injected();
    world.history.note(account.key, own.key, `its ONVIF service: ${change}`);
    await Promise.all([timeAlarm(world, own, since), world.pause(stayMs / 4)]);
    // What another device was told stays unshown to whoever asks anew.
    await look(stayMs / 4);
  } finally {
    await operator.register.remove(DeviceId(device));
    ledger.take(right);
    over();
    await service.close();
  }
}

/**
 * The ONVIF service of a watched camera names another device, or leads to a stranger. No login may reach that
 * one, as a token or otherwise.
 */
export const onvifStrangers: Scenario = {
  name: 'onvif-strangers',
  faults: 'F31',
  says: 'ONVIF services of cameras tell of another device, or lead to a stranger who wants a token.',
  async turn(world, chance) {
    const trap = await openLikeTrap();
    try {
      const some = someAccounts(world, chance, cameras);
      await Promise.allSettled(
        some.map((account, at) =>
          strange(world, account, at % 2 === 0 ? 'leads elsewhere' : 'another device', trap),
        ),
      );
      if (trap.overheard.length > 0) world.oracle.login('somewhere else, over ONVIF');
    } finally {
      await trap.close();
    }
  },
};
