/** Makes the partition object that is handed to the work inside `within`. */
import { Failure } from '../../common/failures.ts';
import { DeviceId } from '../../identity/ids.ts';
import type { KeyRing } from '../../identity/keyring.ts';
import type { Proof } from '../../identity/proof.ts';
import type { Tickets } from '../../identity/ticket.ts';
import type { MappedDevice } from '../../storage/device-map.ts';
import type { Revisions } from '../../storage/revisions.ts';
import type { Store } from '../../storage/store.ts';
import { type CameraAddress, connectionsOf } from './camera-address.ts';
import { findSession, type FindSessionParts } from './find-session.ts';
import type { OpenPartition } from './open-partition.ts';
import type { Device, Partition, Session, Unbound } from './partition.ts';
import type { LiveSession } from './session.ts';
import { openSource } from './sealed-source.ts';
import type { Stamp } from './stamp.ts';
import { stampOf } from './validity.ts';
import type { RevisionClock } from './revision-clock.ts';
import type { Held } from './suspensions.ts';

export interface PartitionParts extends FindSessionParts {
  readonly store: Pick<Store, 'of'>;
  readonly ring: KeyRing;
  readonly tickets: Tickets;
  readonly dates: RevisionClock;
  /** Where the camera of each running session is reached, as it was when the session started. */
  readonly addresses: Map<LiveSession, CameraAddress>;
  readonly maxStreamMs: number;
}

const addressTtlMs = 60_000;
const mapTtlMs = 60_000;

/** How long after the door a device is not looked up again, in milliseconds: the media edge looks anyway. */
const promptMs = 250;

function unknownDevice(): Failure {
  return new Failure('device-not-found', 'no such device');
}

/** What the account's people may know of a device: nothing of the camera's id or address. */
function visible(entry: MappedDevice) {
  const { device: id, kind, role, name, nicknames, room } = entry;
  const { manufacturer, model, hwVersion, swVersion } = entry;
  return Object.freeze({
    id,
    kind,
    role,
    name,
    nicknames,
    ...(room !== undefined && { room }),
    ...(manufacturer !== undefined && { manufacturer }),
    ...(model !== undefined && { model }),
    ...(hwVersion !== undefined && { hwVersion }),
    ...(swVersion !== undefined && { swVersion }),
  });
}

/** What the door has found out about one request. */
export interface Visit {
  readonly opened: OpenPartition;
  /** The proof that was checked: what is written under an account or a grant takes both from it. */
  readonly proof: Proof;
  /** The store's revisions when it was asked whether the proof still stands. */
  readonly revisions: Revisions;
  /** The operator's suspensions as of that control revision. */
  readonly held: Held;
}

/** Makes the partition of an account, for one call of `within`. */
export function createPartition<P>(visit: Visit, parts: PartitionParts): Partition<P> {
  const { ring, dates, tickets, sessions } = parts;
  const { now, clock } = parts.lease;
  const { opened, proof, held } = visit;
  const { account, cache, minted, devices } = opened;
  const tenant = parts.store.of(account);
  const cameAt = clock();

  function mint(entry: MappedDevice): Device<P> {
    let device = devices.get(entry);
    if (device === undefined) {
      device = visible(entry);
      minted.set(device, entry);
      devices.set(entry, device);
    }
    return device as Device<P>;
  }

  function entryOf(device: Device<P>): MappedDevice {
    const entry = minted.get(device);
    if (entry === undefined) throw new Failure('internal', 'a device of another account');
    return entry;
  }

  function permit(entry: MappedDevice): void {
    if (entry.unconfirmed || held.forbids(entry))
      throw new Failure('suspended', 'delivery is suspended');
  }

  function own(session: LiveSession): Session<P> {
    return session as LiveSession & Session<P>;
  }

  /**
   * Returns what the map says of this account. It is kept in the account's own cache, and used again only
   * while the account's revision, asked at the door of this very request, is the same.
   */
  async function mapOf<T extends object | undefined>(
    key: string,
    read: () => Promise<T>,
  ): Promise<T> {
    const { account: revision } = visit.revisions;
    const kept = cache.get('map', key) as { revision: number; said: T } | undefined;
    if (kept?.revision === revision) return kept.said;
    const said = await read();
    // An absent entry is not kept: a stranger's guesses would fill the cache.
    if (said !== undefined) cache.set('map', key, { revision, said }, mapTtlMs);
    return said;
  }

  const partition: Unbound<Partition<P>> = {
    account,
    cache,

    async device(id: string) {
      let wanted: DeviceId;
      try {
        wanted = DeviceId(id);
      } catch {
        throw unknownDevice();
      }
      const entry = await mapOf(wanted, () => tenant.entry(wanted));
      if (entry === undefined || entry.account !== account) throw unknownDevice();
      return mint(entry);
    },

    async devices() {
      const entries = await mapOf('all', () => tenant.entries());
      return entries.filter((entry) => entry.account === account).map(mint);
    },

    async stands(device: Device<P>) {
      if (clock() - cameAt < promptMs) return;
      const before = entryOf(device);
      const entry = await tenant.entry(before.device);
      const same = entry?.camera === before.camera && entry.epoch === before.epoch;
      if (!same || entry.account !== account) throw unknownDevice();
    },

    async replaced() {
      return new Set(await tenant.strangers());
    },

    address(device: Device<P>): CameraAddress {
      const { camera, epoch, opening, sealedSource, connections } = entryOf(device);
      const may = connectionsOf(connections);
      // Keyed by the sealed text, so a camera that moved is never reached at its old address.
      const kept = cache.get('address', sealedSource) as CameraAddress | undefined;
      const same = kept?.stamp.epoch === epoch && kept.opening === opening;
      if (same && kept.connections === may.connections) return kept;
      const stamp: Stamp = Object.freeze({ camera, epoch });
      const address = { ...openSource(ring, camera, sealedSource), ...may, opening, stamp };
      cache.set('address', sealedSource, address, addressTtlMs);
      return address;
    },

    permit: (device: Device<P>) => permit(entryOf(device)),

    startSession(device: Device<P>, protocol) {
      const entry = entryOf(device);
      permit(entry);
      const { grant } = proof;
      const stamp = stampOf(entry);
      // A change since the door was passed has raised the store's revision: the watch will see it.
      const session = sessions.start({
        account,
        grant,
        device: device.id,
        model: device.model,
        protocol,
        stamp,
        opening: entry.opening,
        since: Math.max(dates.timeOf(entry.began), held.since(entry)),
        revisions: visit.revisions,
      });
      parts.addresses.set(session, partition.address(device));
      return own(session);
    },

    ticket(session: Session<P>, bearer: string) {
      const mine: LiveSession | undefined = sessions.find(account, session.id);
      const given: object = session;
      if (mine !== given) throw new Failure('internal', 'a session of another account');
      const { id, device, protocol } = mine;
      const expiresAt = now() + parts.maxStreamMs;
      return tickets.mint({ proof, device, session: id, protocol, bearer, expiresAt });
    },

    async session(named) {
      return own(await findSession(proof, named, parts));
    },

    async unlink() {
      if (proof.grant === undefined) throw new Failure('bad-request', 'nothing is linked');
      await tenant.revokeGrant(proof.grant);
      cache.clear();
      sessions.endGrant(account, proof.grant, 'revoked');
    },
  };
  return Object.freeze(partition) as Partition<P>;
}
