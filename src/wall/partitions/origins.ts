/** Origins of cameras, kept in the store: makes the guard of every connection. */
import { z } from 'zod';
import { Failure } from '../../common/failures.ts';
import type { CameraId } from '../../identity/ids.ts';
import type { KeyRing } from '../../identity/keyring.ts';
import { seal, unseal } from '../../identity/seal.ts';
import type { SealedOrigin } from '../../storage/origins.ts';
import type { PinnedLine } from '../../storage/pins.ts';
import type { Store } from '../../storage/store.ts';
import type { CameraAddress, Opened } from './camera-address.ts';
import type { Approached } from './claims.ts';
import { authenticationRanks, type Origin, type OriginGuard, type OriginReason } from './origin.ts';
import { isUnbound } from './old-pin.ts';
import { createOriginGuard, sameOrigin } from './origin-guard.ts';
import { hasLogin } from './place.ts';
import { hasName, hostOf } from './url-place.ts';

/** The guard of one connection to one URL of a camera. Rejects where it cannot be had: connect to nothing then. */
export type GuardOrigin = (address: CameraAddress, line: PinnedLine) => Promise<OriginGuard>;

/** Rejects with OriginRefusal `other-owner` where the place is another account's camera. */
export type ClaimPlace = (camera: CameraId, line: PinnedLine, place: Approached) => Promise<void>;

export interface OriginsParts {
  readonly store: Pick<Store, 'origins' | 'pins'>;
  readonly ring: KeyRing;
  readonly claim: ClaimPlace;
  /** Hears of every connection that was refused. Must not throw. */
  readonly onRefused: (from: Opened, line: PinnedLine, reason: OriginReason) => void;
  /** Told of every connection that was let go on to its end. Where it rejects, nothing is shown. */
  readonly onAccepted?: (from: Opened, line: PinnedLine) => Promise<void>;
  /** Told when something was bound for a camera. Must not throw. */
  readonly onBound?: (camera: CameraId) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const placeForm = z.object({ address: z.string(), port: z.number() });
const proofForm = z.object({
  key: z.object({ fingerprint: z.string(), vouched: z.boolean() }).optional(),
  authentication: z.object({ scheme: z.enum(authenticationRanks), realm: z.string() }).optional(),
  transport: z.enum(['tcp', 'udp']).optional(),
});

/** The origin that was sealed for its camera. @throws Failure `internal` when it does not open. */
export function openOrigin(ring: KeyRing, { camera, place, proof }: SealedOrigin): Origin {
  const { key, authentication, transport } = proofForm.parse(
    JSON.parse(unseal(ring, camera, proof)),
  );
  return {
    ...(place !== undefined && {
      place: placeForm.parse(JSON.parse(unseal(ring, camera, place))),
    }),
    proof: {
      ...(key && { key }),
      ...(authentication && { authentication }),
      ...(transport && { transport }),
    },
  };
}

function urlOf({ rtsp, still, onvif }: CameraAddress, line: PinnedLine): URL {
  return new URL({ stream: rtsp, still, onvif }[line] ?? '');
}

/** Guards of connections, made anew for every connection from what the store says then. */
export function createOrigins(parts: OriginsParts): GuardOrigin {
  const { store, ring, claim, onRefused, now } = parts;
  /** A camera that says nothing of itself is like every other that does not. */
  async function isTold(camera: CameraId, line: PinnedLine): Promise<boolean> {
    const pin = await store.pins.of(camera, line);
    return pin === undefined || !isUnbound(pin);
  }
  return async (address, line) => {
    const { camera } = address.stamp;
    const url = urlOf(address, line);
    const [host, named] = [hostOf(url), hasName(url)];
    const before = await store.origins.of(camera, line);
    const bound = (): void => parts.onBound?.(camera);
    return createOriginGuard({
      line,
      bound: before && openOrigin(ring, before),
      named,
      tellsLogin: hasLogin(url),
      trustName: address.trustName === true && (await isTold(camera, line)),
      confirmed: address.keys ?? [],
      ca: address.ca,
      claim: (addresses, port, path) => claim(camera, line, { host, addresses, port, path }),
      onRefused: (reason) => onRefused(address, line, reason),
      accepted: async () => parts.onAccepted?.(address, line),
      async save({ place, proof }) {
        const sealed = {
          camera,
          line,
          place: seal(ring, camera, JSON.stringify(place)),
          proof: seal(ring, camera, JSON.stringify(proof)),
          since: now(),
        };
        if (await store.origins.bind(sealed, address.opening, before)) return bound();
        // Another connection was faster: so much the better, where it met the same.
        const other = await store.origins.of(camera, line);
        const same = other !== undefined && sameOrigin(openOrigin(ring, other), { place, proof });
        if (same && (await store.origins.bind(sealed, address.opening, other))) return bound();
        throw new Failure('internal', 'the camera was bound otherwise, or opened anew, meanwhile');
      },
    });
  };
}
