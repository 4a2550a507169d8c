/**
 * One camera, one owner: no two accounts own cameras at the same place (address, port, path and query). This
 * is checked when a row is written, and again before each connection, since a name may lead to a new address.
 */
import { isIP } from 'node:net';
import { Failure } from '../../common/failures.ts';
import type { AccountId, CameraId } from '../../identity/ids.ts';
import type { KeyRing } from '../../identity/keyring.ts';
import { placeKey } from '../../identity/place-key.ts';
import type { MappedDevice } from '../../storage/device-map.ts';
import type { Claim, Place, PlacedLine } from '../../storage/places.ts';
import type { OperatorStore } from '../../storage/store.ts';
import type { SourceSettings } from './camera-address.ts';
import type { FoundAddresses } from './found-addresses.ts';
import { placeOlderRows } from './older-rows.ts';
import { hashPlace, spellPath, targetsOf, type Target } from './place.ts';
import { openSource } from './sealed-source.ts';

/** Resolves a host name to all its addresses. Returns none, or rejects, if it cannot be resolved. */
export type Resolve = (host: string) => Promise<FoundAddresses>;

/** Resolves no name: for use when every camera is at an address. */
export const noNames: Resolve = async () => [];

/** Where a connection is about to be made. */
export interface Approached {
  /** The URL's host: a name, or an address. */
  readonly host: string;
  /** All addresses of that host. */
  readonly addresses: FoundAddresses;
  readonly port: number;
  /** Path and query of the URL. */
  readonly path: string;
}

export interface ClaimTerms {
  readonly owner: AccountId;
  /** Whether the operator said that rows of other owners are to go. */
  readonly takeOver: boolean;
  /** Where the row has led until now. */
  readonly before?: SourceSettings;
}

export interface Claims {
  /** Returns what a row claims. Names of other rows that stand in its way are resolved anew first. */
  of(source: SourceSettings, terms: ClaimTerms): Promise<Claim>;
  /**
   * Whether one line of a camera may be connected to; asked before every connection. A free place that the
   * row leads to is claimed, and replaces what its name gave before.
   * @throws Failure `storage-down`, `not-found` if the camera is gone, or `internal` if the row cannot be
   * read: do not connect then.
   */
  check(camera: CameraId, line: PlacedLine, at: Approached): Promise<'free' | 'taken'>;
}

export interface ClaimsParts {
  readonly store: OperatorStore<'map' | 'places'>;
  readonly ring: KeyRing;
  readonly resolve: Resolve;
  /** Called when a connection is led beyond the camera's row. Must not throw. */
  readonly onLed?: (camera: CameraId) => void;
  /**
   * Checks all that is running against the store anew. A connection may lead to a suspended camera, and its
   * viewers are then stopped before anything is asked of it. Must not reject; if it returns undefined, the store could
   * not be asked, and nothing is connected to.
   */
  readonly settle?: () => Promise<number | undefined>;
}

const isName = ({ host }: Pick<Target, 'host'>): boolean => isIP(host) === 0;

/**
 * Whether a row leads there by what it says, host for host: what a name leads to, `check` asks. Stricter than the hash of
 * a place, for which this machine has one spelling.
 */
const sameTarget = (one: Target, other: Target): boolean =>
  one.line === other.line &&
  one.host === other.host &&
  one.port === other.port &&
  spellPath(one.path) === spellPath(other.path);

/** Whether `path` lies below that of `home`: a track of it. */
const liesBelow = (path: string, home: Target | undefined): boolean =>
  home !== undefined &&
  spellPath(path).startsWith(`${spellPath(home.path).replace(/\?.*$/s, '')}/`);

/** Returns the rule; a name that cannot be resolved has no address. */
export function createClaims({ store, ring, resolve, onLed, settle }: ClaimsParts): Claims {
  const key = placeKey(ring);
  const addressesOf = (host: string): Promise<FoundAddresses> => resolve(host).catch(() => []);

  async function settled(): Promise<void> {
    if (settle === undefined || (await settle()) !== undefined) return;
    throw new Failure('storage-down', 'whether what runs may go on could not be asked');
  }

  /** Returns undefined if its name gives no address. The result is not `whole`: the name may give others besides. */
  async function placesOf(
    target: Target,
  ): Promise<{ places: readonly Place[]; whole: boolean } | undefined> {
    const named = isName(target);
    const addresses: FoundAddresses = named ? await addressesOf(target.host) : [target.host];
    if (addresses.length === 0) return undefined;
    const hashes = new Set(addresses.map((address) => hashPlace(key, address, target)));
    const places = [...hashes].map((hash) => ({ line: target.line, hash, named }));
    return { places, whole: addresses.partial !== true };
  }

  /** Lets go of those places in the way of `owner` that a name no longer leads to. */
  async function askAnew(owner: AccountId, hashes: readonly string[]): Promise<void> {
    for (const { camera, line, hash, sealedSource } of await store.operator.places.rivals(
      owner,
      hashes,
    )) {
      const targets = targetsOf(openSource(ring, camera, sealedSource));
      const target = targets.find((one) => one.line === line);
      const now = target && (await placesOf(target));
      if (now?.whole === true && now.places.every((place) => place.hash !== hash))
        await store.operator.places.release(camera, line, hash);
    }
  }

  async function check(
    camera: CameraId,
    line: PlacedLine,
    at: Approached,
  ): Promise<'free' | 'taken'> {
    const { host, addresses, port, path } = at;
    const ownerNow = async (): Promise<MappedDevice | undefined> =>
      (await store.operator.map.entriesOf(camera)).find(({ role }) => role === 'owner');
    const owner = await ownerNow();
    if (owner === undefined) throw new Failure('not-found', 'the camera was removed meanwhile');
    const { account, sealedSource } = owner;
    const hashes = [...new Set(addresses.map((one) => hashPlace(key, one, { port, path })))];
    const whole = addresses.partial !== true;
    // The row may lead elsewhere by now, and a redirect may.
    const approached = { line, host: host.toLowerCase(), port, path };
    const targets = targetsOf(openSource(ring, camera, sealedSource));
    const kept = targets.some((target) => sameTarget(target, approached));
    const home = targets.find((target) => target.line === line);
    const below = !kept && liesBelow(path, home);
    const named = isName({ host });
    const where = { camera, line, hashes, named, whole, kept, below };
    const approach = { ...where, sealedSource };
    const claim = async (): Promise<boolean> => {
      const free = await store.operator.places.claim(approach);
      if (free && !kept && !below) onLed?.(camera);
      if (free && (named || !kept)) await settled();
      return free;
    };
    if (await claim()) return 'free';
    await askAnew(account, hashes);
    const free = await claim();
    // If it was only sealed anew meanwhile, it may say the same as before: then the place is nobody else's.
    const { sealedSource: now } = (await ownerNow()) ?? owner;
    if (!free && now !== sealedSource) return check(camera, line, at);
    return free ? 'free' : 'taken';
  }

  return {
    async of(source, { owner, takeOver, before }) {
      await placeOlderRows(store, ring);
      const places: Place[] = [];
      const unresolved: PlacedLine[] = [];
      const kept: PlacedLine[] = [];
      const earlier = before === undefined ? [] : targetsOf(before);
      for (const target of targetsOf(source)) {
        const found = await placesOf(target);
        places.push(...(found?.places ?? []));
        if (found?.whole === true) continue;
        if (found === undefined) unresolved.push(target.line);
        if (earlier.some((one) => sameTarget(one, target))) kept.push(target.line);
      }
      await askAnew(
        owner,
        places.map(({ hash }) => hash),
      );
      return { places, unresolved, kept, takeOver };
    },

    check,
  };
}
