/**
 * The packets of what a camera sends, made when the first display is sent them and kept for all others, for as long as
 * the unit itself is kept. The unit goes with them, and with it its stamp: that is what is compared before each leaves.
 */
import type { AccessUnit } from '../../cameras/media.ts';
import { packetizeAudio, packetizeVideo } from './rtp.ts';

export interface Packed {
  /** What the packets were made of. */
  readonly unit: AccessUnit;
  /** Addressed to nobody, or to the display that was sent them last: to be addressed anew before each leaves. */
  readonly packets: readonly Buffer[];
}

export interface Packets {
  of(unit: AccessUnit): Packed;
}

/** None is made yet. */
export function createPackets(): Packets {
  const made = new WeakMap<AccessUnit, Packed>();
  return {
    of(unit) {
      const known = made.get(unit);
      if (known !== undefined) return known;
      const packets = unit.kind === 'video' ? packetizeVideo(unit.nals) : packetizeAudio(unit.data);
      const packed = { unit, packets };
      made.set(unit, packed);
      return packed;
    },
  };
}
