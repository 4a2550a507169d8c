/** Builds the part that takes commands while the bridge runs. */
import { Failure } from '../../common/failures.ts';
import { DeviceId } from '../../identity/ids.ts';
import { streamForm } from '../../pictures/cameras/stream-form.ts';
import { createUnowned } from '../../wall/operator/unowned.ts';
import { createCheckDesk } from '../cameras/checks.ts';
import { deviceConditions } from '../cameras/conditions.ts';
import { type Control, createControl } from '../control/control.ts';
import type { BuildContext } from './context.ts';
import type { Pictures } from './pictures.ts';
import type { BridgeStorage } from './storage.ts';
import type { Wall } from './wall.ts';

export interface BridgeControlParts {
  readonly storage: Pick<BridgeStorage, 'store' | 'keys' | 'database' | 'socketPath'>;
  readonly wall: Pick<Wall, 'partitions' | 'register' | 'emergencyStop'>;
  readonly pictures: Pick<Pictures, 'conditions' | 'kinds' | 'opening' | 'feeds' | 'warm'>;
}

/** Listens on the control socket. */
export async function buildControl(
  { log, resolveHost, closers }: Pick<BuildContext, 'log' | 'resolveHost' | 'closers'>,
  { storage, wall, pictures }: BridgeControlParts,
): Promise<Control> {
  const { store, keys } = storage;
  const { partitions, register, emergencyStop } = wall;
  const { conditions, kinds, opening, feeds, warm } = pictures;
  const control = await createControl({
    path: storage.socketPath,
    database: storage.database,
    recheck: () => partitions.recheck(),
    stop: (terms) => emergencyStop.trigger(terms),
    takeBack: async () => (await partitions.takeBackEmergencyStop())?.since,
    keys: () =>
      keys.look().then(
        (kids) => ({ kids }),
        (error: unknown) => ({ why: error instanceof Failure ? error.message : 'see its log' }),
      ),
    conditions: (devices) => deviceConditions(store, conditions, devices.map(DeviceId)),
    check: createCheckDesk({
      addressOf: (device) => register.address(device),
      unowned: (source) =>
        createUnowned({ store, ring: keys.ring, resolve: resolveHost, form: streamForm }, source),
      kinds,
      opening,
      hold(address, opener) {
        const lease = feeds.inspect(address, opener);
        return {
          ready: (maxDelayMs) => lease.feed.ready(maxDelayMs),
          watch: (listener) => lease.feed.watch(listener),
          release: () => lease.release(),
        };
      },
      isOpen: (address) => feeds.isOpen(address),
      known: (address) => conditions.of(address)?.reason,
      async settle() {
        await partitions.recheck();
        await warm.look();
      },
    }).check,
    silence: () => partitions.silence(),
    onSilent: (why) =>
      log.error({ alarm: 'silent', why }, 'nothing is delivered until the bridge is started anew'),
    report: (error) => log.error({ err: error }, 'a command could not be answered'),
  });
  closers.push(() => control.close());
  return control;
}
