/**
 * What the packets of a camera carry, made out when the first display is sent them and shared by all others, for
 * as long as one of them remembers what it was sent. Not longer: what is kept of a camera is counted by its units.
 * The unit goes with its payloads, and with it its stamp: that is what is compared before each leaves.
 */
import type { AccessUnit } from '../../cameras/media.ts';
import { packetizeAudio, packetizeVideo, type Payload } from '../../media/rtp/packetise.ts';

export interface Packed {
  /** What the payloads are views of. */
  readonly unit: AccessUnit;
  /** One for each packet. */
  readonly payloads: readonly Payload[];
}

export interface Packets {
  of(unit: AccessUnit): Packed;
}

/** Makes the packets of units, each unit's once; none is made yet. */
export function createPackets(): Packets {
  const made = new WeakMap<AccessUnit, WeakRef<Packed>>();
  return {
    of(unit) {
      const known = made.get(unit)?.deref();
      if (known !== undefined) return known;
      const payloads =
        unit.kind === 'video' ? packetizeVideo(unit.nals) : packetizeAudio(unit.data);
      const packed = { unit, payloads };
      made.set(unit, new WeakRef(packed));
      return packed;
    },
  };
}
