/** The operator's door to the origins: what of each camera is bound, and how. No address is told. */
import type { CameraId, DeviceId } from '../identity/ids.ts';
import type { KeyRing } from '../identity/keyring.ts';
import type { SealedOrigin } from '../storage/origins.ts';
import type { PinnedLine } from '../storage/pins.ts';
import type { Store } from '../storage/store.ts';
import type { Authentication, Origin, SeenKey } from './origin.ts';
import { openOrigin } from './origins.ts';
import { openSource } from './sealed-source.ts';

/** One URL of a camera. */
export interface RegisteredOrigin {
  readonly line: PinnedLine;
  /** False until it has been met where it is reached now. */
  readonly bound: boolean;
  /** How it asks for a password; absent where it asks for none, or was never met. */
  readonly scheme?: Authentication['scheme'];
  readonly key?: SeenKey;
  /** How its media came; absent until it has played. */
  readonly transport?: 'tcp' | 'udp';
}

export interface OriginRegister {
  /** By any device id of their camera; one for each of its URLs. */
  list(): Promise<ReadonlyMap<DeviceId, readonly RegisteredOrigin[]>>;
}

export function createOriginRegister(
  { map, origins }: Pick<Store, 'map' | 'origins'>,
  ring: KeyRing,
): OriginRegister {
  return {
    async list() {
      const sealed = await origins.list();
      const entries = await map.list();
      return new Map(
        entries.map(({ device, camera, sealedSource }) => {
          const known = sealed.filter((one) => one.camera === camera);
          const lines = linesOf(ring, camera, sealedSource).map((line) => {
            return shown(
              line,
              originOf(
                ring,
                known.find((one) => one.line === line),
              ),
            );
          });
          return [device, lines];
        }),
      );
    },
  };
}

/** A row that does not open is never connected to, but it is listed. */
function linesOf(ring: KeyRing, camera: CameraId, sealedSource: string): readonly PinnedLine[] {
  try {
    const { still, onvif } = openSource(ring, camera, sealedSource);
    return [
      'stream',
      ...(still === undefined ? [] : ['still' as const]),
      ...(onvif === undefined ? [] : ['onvif' as const]),
    ];
  } catch {
    return ['stream'];
  }
}

/** Neither is one whose origin does not open: it is bound to nothing that it could be held to. */
function originOf(ring: KeyRing, sealed: SealedOrigin | undefined): Origin | undefined {
  try {
    return sealed && openOrigin(ring, sealed);
  } catch {
    return undefined;
  }
}

function shown(line: PinnedLine, origin: Origin | undefined): RegisteredOrigin {
  const { key, authentication, transport } = origin?.proof ?? {};
  return {
    line,
    bound: origin?.place !== undefined,
    ...(authentication && { scheme: authentication.scheme }),
    ...(key && { key }),
    ...(transport && { transport }),
  };
}
