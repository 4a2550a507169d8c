/**
 * Informs the operator of cameras that an earlier version knew by less than this one asks for, or let stand under two
 * owners. It is done beside the work of a bridge that is ready: there may be very many.
 */
import type { KeyRing } from '../../identity/keyring.ts';
import type { Log } from '../../common/log.ts';
import type { OperatorStore } from '../../storage/store.ts';
import { pinReading } from '../../pictures/cameras/origin/old-pin.ts';
import { createOriginRegister } from '../../wall/operator/origin-register.ts';
import { createPinRegister } from '../../wall/operator/pin-register.ts';
import type { Register } from '../../wall/operator/register.ts';

export interface EarlierVersion {
  readonly store: OperatorStore<'map' | 'origins' | 'pins' | 'places'>;
  readonly ring: KeyRing;
  readonly register: Pick<Register, 'olderConflicts'>;
  /** Whether this is the first start after an upgrade. */
  readonly isUpgrade: boolean;
  readonly log: Log;
}

/** Logs their device ids; logs nothing if there are none. */
export async function warnOfEarlierVersion(parts: EarlierVersion): Promise<void> {
  const { store, ring, register, isUpgrade, log } = parts;
  const conflicts = await register.olderConflicts();
  if (conflicts.length > 0) {
    log.warn({ conflicts }, 'a camera stands under two owners: see casement camera list');
  }
  const unconfirmed = isUpgrade ? await createOriginRegister(store, ring).olderUnconfirmed() : [];
  if (unconfirmed.length > 0) {
    log.warn(
      { unconfirmed },
      'cameras of an earlier version are reached over TLS, and no key was confirmed: see casement camera list',
    );
  }
  const pins = createPinRegister(store, pinReading);
  for (let before = await pins.fromBefore(); before; before = await pins.fromBefore()) {
    const level = before.unbound.length > 0 ? 'warn' : 'info';
    log[level](before, 'cameras are known by pins of an earlier version');
  }
}
