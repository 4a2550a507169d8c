/** Whether the device that a camera's ONVIF service names is the pinned one. */
import { deadline } from '../../../common/deadline.ts';
import type { CameraAddress } from '../../../wall/partitions/camera-address.ts';
import { type OriginGuard, OriginRefusal, type GuardOrigin } from '../origin/origin.ts';
import type { NoteUnanswered, Recognise } from '../origin/pins.ts';
import type { NoteCondition } from '../condition.ts';
import type { Lookup } from '../lookup.ts';
import { reasonOf } from '../reason-of.ts';
import type { Reason } from '../reason.ts';
import { askDevice } from './ask-device.ts';
import { OnvifFault } from './fault.ts';
import { serviceOf } from './service.ts';

/**
 * Begins to ask at once, beside whatever else is asked of the camera, until `signal`. The returned function
 * compares the answer, and rejects if it cannot be found out: show nothing then. A camera without an ONVIF
 * address is known by the rest of what it says.
 */
export type DeviceCheck = (address: CameraAddress, signal: AbortSignal) => () => Promise<boolean>;

export interface DeviceCheckOptions {
  readonly recognise: Recognise;
  readonly guardOrigin: GuardOrigin;
  /** Called with the reason why there was no answer that could be compared. */
  readonly unanswered?: NoteUnanswered | undefined;
  /** Called with how it went; not called if the asker has given up. */
  readonly note?: NoteCondition | undefined;
  /** For all that is asked once, in milliseconds. */
  readonly timeoutMs: number;
  /** Resolves camera names to addresses. */
  readonly lookup: Lookup;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** Returns the check; it takes a camera without an ONVIF address for the one that is meant. */
export function createDeviceCheck(options: DeviceCheckOptions): DeviceCheck {
  const { guardOrigin, lookup, note, recognise, unanswered, timeoutMs, now = Date.now } = options;
  return (address, signal) => {
    const found = serviceOf(address);
    if (found === undefined) return async () => true;
    const guarded = guardOrigin(address, 'onvif');
    const ask = async (guard: OriginGuard) => {
      const end = deadline(timeoutMs, signal);
      const how = { guard, lookup, signal: end.signal, timeoutMs, now };
      return askDevice({ ...found, ...how }).finally(() => end.clear());
    };
    const asked = guarded.then(ask);
    // Nobody may come for the answer: the camera may not have got so far.
    asked.catch(() => undefined);
    const compared = async (): Promise<boolean> => {
      const seen = await asked.catch(async (error: unknown) => {
        if (error instanceof OnvifFault && !signal.aborted) {
          await unanswered?.(address, 'onvif', error.reason);
        }
        throw error;
      });
      const guard = await guarded;
      const again = () => ask(guard.again()).catch(() => undefined);
      if (!(await recognise(address, 'onvif', seen, again))) return false;
      guard.recognised();
      await guard.bind();
      return true;
    };
    const report = (reason: Reason | undefined): void => {
      if (!signal.aborted) note?.(address, 'onvif', reason);
    };
    return async () => {
      try {
        const isSame = await compared();
        report(isSame ? undefined : { code: 'another-camera' });
        return isSame;
      } catch (cause) {
        report(reasonOfCheck(cause, found.credentials !== undefined));
        throw cause;
      }
    };
  };
}

/** Anything but a fault of the service means that the store could not be asked. */
function reasonOfCheck(error: unknown, hasPassword: boolean): Reason {
  const isOfService = error instanceof OnvifFault || error instanceof OriginRefusal;
  if (!isOfService) return { code: 'unverified' };
  return reasonOf(error, { hasPassword, wantsSrtp: false });
}
