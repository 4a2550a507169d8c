/** Whether a camera takes a second connection beside the first, as far as that was seen. */
import type { CameraAddress } from '../../../wall/partitions/camera-address.ts';
import { type FaultReason, RtspFault } from './fault.ts';
import type { Habits } from './habits.ts';

/** So often a second connection was refused, or ended the first, and the camera is known to take one only. */
const twice = 2;

/** What one attempt may do beside its own connection, and tells of it. */
export interface SecondLook {
  /** A second connection may be opened. */
  readonly isAllowed: boolean;
  /** One is to be opened though nothing else needs it: it was refused once, and nobody knows whether by chance. */
  readonly isWanted: boolean;
  /** It was opened, and this came of it: the camera answered there, or the fault. */
  came(outcome: 'answered' | RtspFault): void;
}

/** Of one attempt to connect. */
export interface Attempt extends SecondLook {
  /** Its own connection ended, or never came about: if the second one did that, it counts. */
  failed(fault: FaultReason): void;
  /** It plays, whatever was opened beside it. */
  played(): void;
}

/** Whether it takes one connection only, by what was said of it or seen. */
export function takesOne(
  { connections }: Pick<CameraAddress, 'connections'>,
  habits: Habits,
): boolean {
  return connections === 1 || (connections === undefined && habits.crowded >= twice);
}

/** `onLearnt`: told once it is known. */
export function beginAttempt(
  address: Pick<CameraAddress, 'connections'>,
  habits: Habits,
  onLearnt: () => void,
): Attempt {
  const mayLearn = address.connections === undefined;
  let looked = false;
  function count(): void {
    if (!mayLearn || !looked) return;
    looked = false;
    habits.crowded += 1;
    if (habits.crowded === twice) onLearnt();
  }
  return {
    isAllowed: !takesOne(address, habits),
    isWanted: mayLearn && habits.crowded === 1,
    came(outcome) {
      looked = true;
      if (outcome !== 'answered' && refusesAnother(outcome)) count();
    },
    failed(fault) {
      if (fault === 'closed') count();
    },
    played() {
      if (looked && mayLearn) habits.crowded = 0;
      looked = false;
    },
  };
}

/** Whether a fault is what a camera has for one connection more than it takes. */
function refusesAnother({ reason, status = 0 }: RtspFault): boolean {
  if (reason === 'refused') return status === 453 || status >= 500;
  return ['connection-refused', 'closed', 'timeout', 'unreachable'].includes(reason);
}
