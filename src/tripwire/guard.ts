/**
 * The inner half of the tripwire: no canary's picture goes on under any other camera's stamp.
 *
 * It looks at every access unit as it enters a feed and at every still as it is taken. A watermark that is
 * genuine, fresh and in the wrong place trips the wire. A genuine but old one is held back and trips nothing:
 * anybody who once got hold of a canary's bytes could play them again from a camera of their own, and would
 * suspend everybody.
 */
import type { AccessUnit } from '../pictures/cameras/media.ts';
import type { AccountId, CameraId } from '../identity/ids.ts';
import { nalType, typeOf } from '../pictures/media/h264/nal.ts';
import { textOfSei } from '../simulator/watermark/sei.ts';
import type { Crossing } from '../wall/partitions/alarm.ts';
import type { Stamp, Stamped } from '../wall/partitions/stamp.ts';
import { readJpeg } from '../pictures/media/jpeg/head.ts';
import { claimsCanaryWatermark, type CanaryWatermarks } from './canary-watermark.ts';
import type { TripReason } from './trip.ts';

/** How old a watermark may be, in milliseconds, to prove that its canary is being mixed up right now. */
export const freshMs = 30_000;

/** A canary's picture bears one; a stranger's camera must not make us check hundreds. */
const maxWatermarks = 4;

interface Known {
  readonly account: AccountId;
  readonly camera: CameraId;
}

export interface Guard {
  /** Registers a canary's camera. */
  know(canary: Known): void;
  /** Whether this is a canary watching its own camera. */
  isOwn(watching: Stamped & Pick<Known, 'account'>): boolean;
  /** Whether this account is a canary's. */
  isCanary(account: AccountId): boolean;
  /** Whether a unit may go on. */
  admits(unit: AccessUnit): boolean;
  /** Whether a still may go on. */
  admitsStill(stamp: Stamp, jpeg: Uint8Array): boolean;
  /** Called for every foreign stamp that was stopped, at the last check before delivery or earlier. */
  heed(event: Crossing): void;
}

export interface GuardParts {
  readonly watermarks: CanaryWatermarks;
  readonly trip: (reason: TripReason) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Returns a guard that knows no canary yet. */
export function createGuard({ watermarks, trip, now }: GuardParts): Guard {
  const cameras = new Map<CameraId, AccountId>();

  function admitsMark(text: string, { camera }: Stamp): boolean {
    const watermark = watermarks.read(text);
    // A forged one is that camera's own affair.
    if (watermark === undefined || watermark.by(camera)) return true;
    if (Math.abs(now() - watermark.filmedAt) <= freshMs) trip('a canary under another stamp');
    return false;
  }

  return {
    know: ({ account, camera }) => void cameras.set(camera, account),
    isCanary: (account) => [...cameras.values()].includes(account),
    isOwn: ({ account, stamp }) => cameras.get(stamp.camera) === account,
    admits(unit) {
      if (unit.kind !== 'video') return true;
      let marksSeen = 0;
      for (const nal of unit.nals) {
        if (typeOf(nal) !== nalType.sei) continue;
        const text = textOfSei(nal);
        if (text === undefined || !claimsCanaryWatermark(text)) continue;
        if (!admitsMark(text, unit.stamp)) return false;
        if ((marksSeen += 1) === maxWatermarks) break;
      }
      return true;
    },
    admitsStill(stamp, bytes) {
      const marked = (readJpeg(bytes)?.comments ?? [])
        .filter(claimsCanaryWatermark)
        .slice(0, maxWatermarks);
      return marked.every((text) => admitsMark(text, stamp));
    },
    heed({ expected, found }) {
      const canarys = cameras.has(found.camera) || cameras.has(expected.camera);
      if (canarys) trip('a canary’s foreign stamp');
    },
  };
}
