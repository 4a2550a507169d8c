/** Informs the operator of cameras that an earlier version knew by less than this one asks for. */
import type { KeyRing } from '../../identity/keyring.ts';
import type { Log } from '../../common/log.ts';
import type { Store } from '../../storage/store.ts';
import { pinReading } from '../../pictures/cameras/origin/old-pin.ts';
import { createOriginRegister } from '../../wall/operator/origin-register.ts';
import { createPinRegister } from '../../wall/operator/pin-register.ts';

export interface EarlierVersion {
  readonly store: Store;
  readonly ring: KeyRing;
  /** Whether this is the first start after an upgrade. */
  readonly isUpgrade: boolean;
  readonly log: Log;
}

/** Logs their device ids; logs nothing if there are none. */
export async function warnOfEarlierVersion(parts: EarlierVersion): Promise<void> {
  const { store, ring, isUpgrade, log } = parts;
  const unconfirmed = isUpgrade ? await createOriginRegister(store, ring).olderUnconfirmed() : [];
  if (unconfirmed.length > 0) {
    log.warn(
      { unconfirmed },
      'cameras of an earlier version are reached over TLS, and no key was confirmed: see casement camera list',
    );
  }
  const before = await createPinRegister(store, pinReading).fromBefore();
  if (before !== undefined) {
    const level = before.unbound.length > 0 ? 'warn' : 'info';
    log[level](before, 'cameras are known by pins of an earlier version');
  }
}
