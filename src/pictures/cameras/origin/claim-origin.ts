/** One camera, one owner: asked by the guard of every connection. */
import type { Approached, Claims } from '../../../wall/partitions/claims.ts';
import type { CameraId, PinnedLine } from '../../../wall/partitions/origin-port.ts';
import { OriginRefusal } from './origin.ts';

/** Rejects with OriginRefusal `other-owner` if the place is another account's camera. */
export type ClaimPlace = (camera: CameraId, line: PinnedLine, place: Approached) => Promise<void>;

/** Returns what each guard asks. It refuses no line of ONVIF's. */
export function claimOrigin(claims: Claims): ClaimPlace {
  return async (camera, line, at) => {
    // ONVIF leads to a device, which may have many cameras.
    if (line === 'onvif') return;
    const answer = await claims.check(camera, line, at);
    if (answer === 'taken') throw new OriginRefusal('other-owner');
  };
}
