/** Puts together what holds a camera to its own: where its URLs are answered from, and which camera answers. */
import { claimOrigin } from '../../pictures/cameras/origin/claim-origin.ts';
import { createClaims } from '../../wall/partitions/claims.ts';
import type { GuardOrigin } from '../../pictures/cameras/origin/origin.ts';
import { createOrigins } from '../../pictures/cameras/origin/origins.ts';
import type { Partitions } from '../../wall/partitions/partitions.ts';
import {
  createRecogniser,
  otherCameraWords,
  type Recogniser,
} from '../../pictures/cameras/origin/pins.ts';
import { createKnownCameras } from '../../wall/partitions/known-cameras.ts';
import { createSerialClaims } from '../../wall/partitions/serials.ts';
import type { Outlet } from '../alarm/outlet.ts';
import type { BuildContext } from './context.ts';
import type { BridgeStorage } from './storage.ts';

export interface Origins extends Pick<Recogniser, 'recognise' | 'unanswered'> {
  readonly guardOrigin: GuardOrigin;
}

export interface OriginsParts {
  readonly storage: Pick<BridgeStorage, 'store' | 'keys'>;
  readonly partitions: Pick<Partitions, 'answersAnew' | 'recheck'>;
  /** Called when another camera answers in the place of a known one. */
  readonly outlet: Pick<Outlet, 'otherCamera'>;
}

/** Returns what each connection to a camera asks before it goes on. */
export function buildOrigins(
  { log, now, resolveHost }: Pick<BuildContext, 'log' | 'now' | 'resolveHost'>,
  { storage, partitions, outlet }: OriginsParts,
): Origins {
  const { store } = storage;
  const { ring } = storage.keys;
  const cameras = createKnownCameras(store, ring, now);
  const { recognise, unanswered, refused, accepted } = createRecogniser({
    cameras,
    claimSerial: createSerialClaims(store, ring),
    alarm(event) {
      log.error({ alarm: 'other-camera', ...event }, otherCameraWords);
      outlet.otherCamera(event);
    },
    // People read about it in the one line of its condition (cameras/condition-log.ts).
    warn: (event) => log.debug(event, 'a camera is not shown: see casement camera list'),
    onRenewed: (camera) => partitions.answersAnew(camera),
    now,
  });
  const guardOrigin = createOrigins({
    cameras,
    claim: claimOrigin(
      createClaims({
        store,
        ring,
        resolve: resolveHost,
        onLed: (camera) => partitions.answersAnew(camera),
        settle: () => partitions.recheck(),
      }),
    ),
    onRefused: (from, line, reason) => void refused(from, line, reason),
    onAccepted: accepted,
    onBound: (camera) => partitions.answersAnew(camera),
  });
  return Object.freeze({ recognise, unanswered, guardOrigin });
}
