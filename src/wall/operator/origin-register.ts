/** The operator's door to the origins: what is bound for each camera, and how. No address is shown. */
import { groupBy } from '../../common/group-by.ts';
import type { CameraId, DeviceId } from '../../identity/ids.ts';
import type { KeyRing } from '../../identity/keyring.ts';
import type { MappedDevice } from '../../storage/device-map.ts';
import type { SealedOrigin } from '../../storage/origins.ts';
import { inPages } from '../../storage/page.ts';
import type { PinnedLine } from '../../storage/pins.ts';
import type { OperatorStore } from '../../storage/store.ts';
import type { Authentication, Origin, SeenKey } from '../partitions/origin.ts';
import { openOrigin } from '../partitions/bound-origins.ts';
import { openSource } from '../partitions/sealed-source.ts';
import { isOverTls } from '../partitions/usual-port.ts';

/** One URL of a camera. */
export interface RegisteredOrigin {
  readonly line: PinnedLine;
  /** False until it has been met where it is reached now. */
  readonly bound: boolean;
  /** How it asks for a password; absent if it asks for none, or was never met. */
  readonly scheme?: Authentication['scheme'];
  readonly key?: SeenKey;
  /** How its media came; absent until it has played. */
  readonly transport?: 'tcp' | 'udp';
  /**
   * It is reached over TLS, no key has been bound, and the operator has said nothing of one: if it signs its
   * own certificate, nothing of it is shown.
   */
  readonly unconfirmed?: true;
}

export interface OriginRegister {
  /** Keyed by those of these devices that there are; one for each URL of their cameras. */
  of(devices: readonly DeviceId[]): Promise<ReadonlyMap<DeviceId, readonly RegisteredOrigin[]>>;
  /**
   * Returns owners' devices of rows from before keys were confirmed that have such a URL. It reads all of those rows, in
   * pages.
   */
  olderUnconfirmed(): Promise<readonly DeviceId[]>;
}

/** Returns the register; the keys of `ring` open what is sealed. */
export function createOriginRegister(
  { operator: { map, origins, places } }: OperatorStore<'map' | 'origins' | 'places'>,
  ring: KeyRing,
): OriginRegister {
  async function ofEntries(
    entries: readonly MappedDevice[],
  ): Promise<ReadonlyMap<DeviceId, readonly RegisteredOrigin[]>> {
    const cameras = entries.map(({ camera }) => camera);
    const originsOf = groupBy(await origins.ofAll(cameras), ({ camera }) => camera);
    return new Map(
      entries.map(({ device, camera, sealedSource }) => {
        const known = originsOf.get(camera) ?? [];
        const lines = linesOf(ring, camera, sealedSource).map((one) =>
          shown(
            one,
            originOf(
              ring,
              known.find(({ line }) => line === one.line),
            ),
          ),
        );
        return [device, lines];
      }),
    );
  }

  return {
    of: async (devices) => ofEntries(await map.ofDevices(devices)),
    async olderUnconfirmed() {
      const found: DeviceId[] = [];
      for await (const older of inPages(places.older, (last) => last)) {
        const owners = (await map.ofCameras(older)).filter(({ role }) => role === 'owner');
        const lines = await ofEntries(owners);
        const isOpen = ({ device }: MappedDevice): boolean =>
          lines.get(device)?.some(({ unconfirmed }) => unconfirmed === true) === true;
        found.push(...owners.filter(isOpen).map(({ device }) => device));
      }
      return found;
    },
  };
}

interface ReachedLine {
  readonly line: PinnedLine;
  /** It is reached over TLS, and the operator has said nothing of how it proves itself. */
  readonly silent: boolean;
}

/** A row that does not open is never connected to, but it is listed. */
function linesOf(ring: KeyRing, camera: CameraId, sealedSource: string): readonly ReachedLine[] {
  try {
    const { stream, still, onvif, keys = [], ca } = openSource(ring, camera, sealedSource);
    const silent = keys.length === 0 && ca === undefined;
    const urls = [
      ['stream', stream],
      ['still', still],
      ['onvif', onvif],
    ] as const;
    return urls.flatMap(([line, url]) =>
      url === undefined ? [] : [{ line, silent: silent && isOverTls(url) }],
    );
  } catch {
    return [{ line: 'stream', silent: false }];
  }
}

/** A row whose origin does not open is not connected to either: there is nothing to hold it to. */
function originOf(ring: KeyRing, sealed: SealedOrigin | undefined): Origin | undefined {
  try {
    return sealed && openOrigin(ring, sealed);
  } catch {
    return undefined;
  }
}

function shown({ line, silent }: ReachedLine, origin: Origin | undefined): RegisteredOrigin {
  const { key, authentication, transport } = origin?.proof ?? {};
  return {
    line,
    bound: origin?.place !== undefined,
    ...(authentication && { scheme: authentication.scheme }),
    ...(key && { key }),
    ...(transport && { transport }),
    ...(silent && key === undefined && { unconfirmed: true }),
  };
}
