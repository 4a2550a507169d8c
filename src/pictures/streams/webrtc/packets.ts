/**
 * The packets of what a camera sends, made when the first display is sent them and shared by all others, for as long as
 * one of them remembers what it was sent. Not longer: what is kept of a camera is counted by its units. The unit goes
 * with its packets, and with it its stamp: that is what is compared before each leaves.
 */
import type { AccessUnit } from '../../cameras/media.ts';
import { packetizeAudio, packetizeVideo } from '../../media/rtp/packetise.ts';

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
  const made = new WeakMap<AccessUnit, WeakRef<Packed>>();
  return {
    of(unit) {
      const known = made.get(unit)?.deref();
      if (known !== undefined) return known;
      const packets = unit.kind === 'video' ? packetizeVideo(unit.nals) : packetizeAudio(unit.data);
      const packed = { unit, packets };
      made.set(unit, new WeakRef(packed));
      return packed;
    },
  };
}
