/** One camera, one owner, asked by the guard of every connection. */
import type { Claims } from './claims.ts';
import { OriginRefusal } from './origin.ts';
import type { ClaimPlace } from './origins.ts';

export function claimOrigin(claims: Claims): ClaimPlace {
  return async (camera, line, at) => {
    // ONVIF leads to a device, which may have many cameras.
    if (line === 'onvif') return;
    const answer = await claims.check(camera, line, at);
    if (answer === 'taken') throw new OriginRefusal('other-owner');
  };
}
