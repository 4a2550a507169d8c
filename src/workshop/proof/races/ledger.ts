/**
 * The model beside the bridge: who may see what, since when and until when, in plain maps, updated by every
 * change at the moment the store made it. It knows nothing of sessions, caches or leases.
 */
import type { AccountId, CameraId, DeviceId, GrantId } from '../../../identity/ids.ts';
import type { SuspensionScope } from '../../../storage/suspensions.ts';
import type { Watermark } from './cameras.ts';

/** How long a picture may still come after the change that forbids it (docs/wall.md). */
const graceMs = 900;

/** When something began and ended: counted in changes, and in milliseconds. */
interface Span {
  readonly since: number;
  until: number;
  endedAt: number;
}

interface Entry extends Span {
  readonly account: AccountId;
  readonly device: DeviceId;
  readonly camera: CameraId;
  readonly epoch: number;
  readonly owner: boolean;
}

interface Suspension extends Span {
  readonly scope: SuspensionScope;
  readonly startedAt: number;
}

interface Grant extends Span {
  readonly account: AccountId;
  /** Unlinked by its own display, which got the answer: nothing may come any more. */
  silenced: boolean;
}

export class Ledger {
  /** Counts the changes so far. */
  version = 0;
  /** Changes up to this one were looked for by a watch pass that is over. */
  swept = -1;
  readonly #now: () => number;
  readonly #epochs = new Map<CameraId, number>();
  /** The number in a camera's address: the only thing that tells look-alikes apart. */
  readonly #places = new Map<CameraId, number>();
  readonly #entries: Entry[] = [];
  readonly #grants = new Map<GrantId, Grant>();
  readonly #suspensions: Suspension[] = [];

  constructor(now: () => number) {
    this.#now = now;
  }

  #span(): Span {
    return { since: this.version, until: Infinity, endedAt: Infinity };
  }

  #end(span: Span): void {
    if (span.until !== Infinity) return;
    span.until = this.version;
    span.endedAt = this.#now();
  }

  linked(grant: GrantId, account: AccountId): void {
    this.version += 1;
    this.#grants.set(grant, { ...this.#span(), account, silenced: false });
  }

  revoked(of: (grant: GrantId, account: AccountId) => boolean): void {
    this.version += 1;
    for (const [id, grant] of this.#grants) if (of(id, grant.account)) this.#end(grant);
  }

  suspended(scope: SuspensionScope): void {
    this.version += 1;
    const startedAt = this.#now();
    if (this.#suspensions.some((one) => one.until === Infinity && sameScope(one.scope, scope)))
      return;
    this.#suspensions.push({ ...this.#span(), scope, startedAt });
  }

  resumed(scope: SuspensionScope): void {
    this.version += 1;
    for (const one of this.#suspensions) if (sameScope(one.scope, scope)) this.#end(one);
  }

  #suspending(id: DeviceId, version: number): readonly Suspension[] {
    const entry = this.#entries.find(({ device }) => device === id);
    return this.#suspensions.filter(
      ({ scope, since, until }) =>
        since <= version &&
        version < until &&
        (scope.of === 'all' ||
          (scope.of === 'account' && scope.account === entry?.account) ||
          (scope.of === 'camera' && scope.camera === entry?.camera)),
    );
  }

  /** Whether a device was suspended after so many changes. */
  isSuspended(id: DeviceId, version: number): boolean {
    return this.#suspending(id, version).length > 0;
  }

  cameraOf(id: DeviceId): CameraId | undefined {
    return this.#entries.find(({ device }) => device === id)?.camera;
  }

  silenced(id: GrantId): void {
    const grant = this.#grants.get(id);
    if (grant !== undefined) grant.silenced = true;
  }

  placed(camera: CameraId, place: number): void {
    this.#places.set(camera, place);
  }

  added(camera: CameraId, account: AccountId, device: DeviceId, owner: boolean): void {
    this.version += 1;
    const epoch = this.#epochs.get(camera) ?? 1;
    this.#epochs.set(camera, epoch);
    this.#entries.push({ ...this.#span(), account, device, camera, epoch, owner });
  }

  transferred(camera: CameraId, account: AccountId, device: DeviceId): void {
    this.dropped((entry) => entry.camera === camera);
    this.#epochs.set(camera, (this.#epochs.get(camera) ?? 1) + 1);
    this.added(camera, account, device, true);
  }

  dropped(of: (entry: Readonly<Entry>) => boolean): void {
    this.version += 1;
    for (const entry of this.#entries) if (of(entry)) this.#end(entry);
  }

  accountGone(account: AccountId): void {
    const owned = new Set(
      this.#entries
        .filter((one) => one.account === account && one.owner && one.until === Infinity)
        .map((one) => one.camera),
    );
    this.dropped((entry) => entry.account === account || owned.has(entry.camera));
    this.revoked((_, of) => of === account);
  }

  /** The devices of an account after so many changes. */
  devices(account: AccountId, version = this.version): readonly DeviceId[] {
    return this.#entries
      .filter((one) => one.account === account && one.since <= version && version < one.until)
      .map(({ device }) => device);
  }

  /** Every device id there ever was. */
  get everyDevice(): readonly DeviceId[] {
    return this.#entries.map(({ device }) => device);
  }

  placeOf(id: DeviceId): number {
    const camera = this.cameraOf(id);
    return (camera && this.#places.get(camera)) ?? 0;
  }

  /** Whether two device ids lead to one camera in one ownership. */
  sameOwnership(a: DeviceId, b: DeviceId): boolean {
    const [one, other] = [a, b].map((id) => this.#entries.find(({ device }) => device === id));
    return one?.camera === other?.camera && one?.epoch === other?.epoch;
  }

  stood(id: GrantId, version: number): boolean {
    const grant = this.#grants.get(id);
    return grant !== undefined && grant.since <= version && version < grant.until;
  }

  /** Whether a grant may see a device now, leases left aside. */
  allows(id: GrantId, device: DeviceId): boolean {
    const account = this.#grants.get(id)?.account;
    const devices = account === undefined ? [] : this.devices(account);
    return this.stood(id, this.version) && devices.includes(device);
  }

  /** Returns why bytes of a stream must not leave now; undefined if they may. */
  whyNot(id: GrantId, device: DeviceId, shown?: Watermark): string | undefined {
    const grant = this.#grants.get(id);
    if (grant === undefined) return 'no such grant';
    if (grant.silenced) return 'its display was told that it is unlinked';
    const entry = this.#entries.find((one) => one.device === device);
    if (entry?.account !== grant.account) return 'a device of another account';
    if (
      shown &&
      (shown.camera !== entry.camera || shown.place !== this.#places.get(entry.camera))
    ) {
      return 'a picture of another camera';
    }
    if (shown && shown.epoch !== entry.epoch) return 'a picture of another owner’s time';
    const forbidden = [
      ...[grant, entry]
        .filter(({ until }) => until !== Infinity)
        .map((one) => [one.endedAt, one.until]),
      ...this.#suspending(device, this.version).map((one) => [one.startedAt, one.since]),
    ];
    for (const [at = 0, version = 0] of forbidden) {
      if (this.#now() >= at + graceMs) return 'forbidden for longer than a lease';
      if (version <= this.swept) return 'forbidden, and the watch has looked since';
    }
    return undefined;
  }
}

function sameScope(a: SuspensionScope, b: SuspensionScope): boolean {
  if (a.of === 'account') return b.of === 'account' && a.account === b.account;
  if (a.of === 'camera') return b.of === 'camera' && a.camera === b.camera;
  return a.of === b.of;
}
