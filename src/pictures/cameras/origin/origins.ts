/** Makes the guard of every connection, from the origin that is bound then. */
import { Failure } from '../../../common/failures.ts';
import type { CameraAddress, Opened } from '../../../wall/partitions/camera-address.ts';
import type { CameraId, KnownCameras, PinnedLine } from '../../../wall/partitions/origin-port.ts';
import { hasLogin } from '../../../wall/partitions/place.ts';
import { hasName, hostOf } from '../../../wall/partitions/url-place.ts';
import type { ClaimPlace } from './claim-origin.ts';
import { isUnbound } from './old-pin.ts';
import type { GuardOrigin, OriginReason } from './origin.ts';
import { createOriginGuard, sameOrigin } from './origin-guard.ts';

export interface OriginsParts {
  readonly cameras: Pick<KnownCameras, 'origins' | 'pins'>;
  readonly claim: ClaimPlace;
  /** Called for every connection that was refused. Must not throw. */
  readonly onRefused: (from: Opened, line: PinnedLine, reason: OriginReason) => void;
  /** Called for every connection that passed all checks. If it rejects, nothing is shown. */
  readonly onAccepted?: (from: Opened, line: PinnedLine) => Promise<void>;
  /** Called when something was bound for a camera. Must not throw. */
  readonly onBound?: (camera: CameraId) => void;
}

function urlOf({ stream, still, onvif }: CameraAddress, line: PinnedLine): URL {
  return new URL({ stream, still, onvif }[line] ?? '');
}

/** Makes guards, anew for every connection, from what is bound then. */
export function createOrigins(parts: OriginsParts): GuardOrigin {
  const { claim, onRefused } = parts;
  const { origins, pins } = parts.cameras;
  /** A camera that says nothing of itself is like every other that does not. */
  async function namesDevice(camera: CameraId, line: PinnedLine): Promise<boolean> {
    const pin = await pins.of(camera, line);
    return pin === undefined || !isUnbound(pin);
  }
  return async (address, line) => {
    const { stamp, opening } = address;
    const { camera } = stamp;
    const url = urlOf(address, line);
    const [host, named] = [hostOf(url), hasName(url)];
    const before = await origins.of(camera, line);
    const bound = (): void => parts.onBound?.(camera);
    return createOriginGuard({
      line,
      bound: before?.origin,
      named,
      carriesLogin: hasLogin(url),
      trustName: address.trustName === true && (await namesDevice(camera, line)),
      confirmed: address.keys ?? [],
      ca: address.ca,
      claim: (addresses, port, path) => claim(camera, line, { host, addresses, port, path }),
      onRefused: (reason) => onRefused(address, line, reason),
      accepted: async () => parts.onAccepted?.(address, line),
      async save(seen) {
        const of = { camera, line, opening };
        if (await origins.bind(of, seen, before)) return bound();
        // Another connection was faster: so much the better, if it met the same.
        const other = await origins.of(camera, line);
        const same = other !== undefined && sameOrigin(other.origin, seen);
        if (same && (await origins.bind(of, seen, other))) return bound();
        throw new Failure('internal', 'the camera was bound otherwise, or opened anew, meanwhile');
      },
    });
  };
}
