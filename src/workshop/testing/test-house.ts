/** A house for tests: a real SQLite file, real keys, and accounts put into the map by hand. */
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeFolder, scratchFolder } from './scratch-folder.ts';
import { createAccessTokens, type AccessTokens } from '../../identity/access-token.ts';
import {
  newAccountId,
  newCameraId,
  newDeviceId,
  newGrantId,
  type AccountId,
  type CameraId,
  type DeviceId,
  type GrantId,
} from '../../identity/ids.ts';
import { openKeyRing, type KeyRing } from '../../identity/keyring.ts';
import type { Proof } from '../../identity/proof.ts';
import { createTickets, type Tickets } from '../../identity/ticket.ts';
import type { ForeignStamp } from '../../wall/partitions/alarm.ts';
import { createPartitions, type Partitions } from '../../wall/partitions/partitions.ts';
import { noRecord, type Recorder } from '../../wall/partitions/recorder.ts';
import { sealSource } from '../../wall/partitions/sealed-source.ts';
import type { SessionLimits } from '../../wall/partitions/session.ts';
import { openSqlite } from '../../storage/sqlite/open.ts';
import type { Store } from '../../storage/store.ts';

/** One account with one camera and one linking. */
export interface TestAccount {
  readonly account: AccountId;
  readonly grant: GrantId;
  readonly device: DeviceId;
  readonly camera: CameraId;
  /** What a bearer of this account's linking is worth. */
  readonly proof: Proof;
  readonly token: string;
}

export interface TestHouse {
  readonly store: Store;
  readonly ring: KeyRing;
  readonly tickets: Tickets;
  readonly accessTokens: AccessTokens;
  readonly partitions: Partitions;
  readonly alarms: ForeignStamp[];
  /** Both clocks of the house, in milliseconds; move them by hand. */
  readonly time: { wall: number; monotonic: number };
  addAccount(name: string): Promise<TestAccount>;
  /** One more linking of an account. */
  link(account: AccountId): Promise<{ grant: GrantId; proof: Proof; token: string }>;
  close(): Promise<void>;
}

export interface TestHouseOptions {
  readonly stream?: SessionLimits;
  readonly maxSessionsPerAccount?: number;
  readonly maxSessions?: number;
  readonly maxOpen?: number;
  /** L; a second if left out. */
  readonly leaseMs?: number;
  readonly recorder?: Recorder;
  /** Wraps the store, to break it. */
  readonly store?: (real: Store) => Store;
}

let made: { readonly bytes: Buffer; readonly lineage: string } | undefined;

/** Makes the file of an empty store; those after the first of a suite are copies of that, each with a lineage of its own. */
async function makeEmptyStore(file: string): Promise<void> {
  if (made === undefined) {
    const store = openSqlite({ file });
    const { id } = await store.operator.restores.lineage();
    await store.close();
    made = { bytes: readFileSync(file), lineage: id };
    return;
  }
  const copy = Buffer.from(made.bytes);
  const own = randomBytes(made.lineage.length / 2).toString('hex');
  copy.write(own, copy.indexOf(made.lineage));
  writeFileSync(file, copy);
}

/** What a store notes twice within a millisecond, it orders by random ids: this clock says no time twice. */
function neverTwice(now: () => number): () => number {
  let last = 0;
  return () => (last = Math.max(last + 1, now()));
}

/** Opens a house in a folder of its own. */
export async function openTestHouse(options: TestHouseOptions = {}): Promise<TestHouse> {
  const folder = scratchFolder('test-house');
  const ring = openKeyRing(join(folder, 'keys.json'));
  const file = join(folder, 'casement.db');
  await makeEmptyStore(file);
  const time = { wall: Date.now(), monotonic: 1_000 };
  const now = () => time.wall;
  const real = openSqlite({ file, now: neverTwice(now) });
  const store = options.store?.(real) ?? real;
  const tickets = createTickets(ring, now);
  const accessTokens = createAccessTokens({
    ring,
    issuer: 'https://bridge.example.net',
    lifetimeSeconds: 3600,
    now,
  });
  const alarms: ForeignStamp[] = [];
  const partitions = createPartitions({
    store,
    ring,
    tickets,
    stream: options.stream ?? { openMs: 60_000, idleMs: 30_000, maxMs: 3_600_000 },
    alarm: (event) => alarms.push(event),
    recorder: options.recorder ?? noRecord,
    now,
    clock: () => time.monotonic,
    leaseMs: options.leaseMs ?? 1_000,
    maxOpen: options.maxOpen ?? 100,
    maxSessionsPerAccount: options.maxSessionsPerAccount ?? 16,
    maxSessions: options.maxSessions ?? 1000,
  });

  async function link(account: AccountId) {
    const grant = newGrantId();
    const client = 'google';
    await real.of(account).addGrant(
      { id: grant, client, scope: '', createdAt: time.wall },
      {
        hash: `code of ${grant}`,
        redirectUri: 'https://example.net/',
        expiresAt: time.wall + 600_000,
      },
    );
    const token = accessTokens.issue(account, grant);
    return { grant, token, proof: accessTokens.verify(token) };
  }

  return {
    store,
    ring,
    tickets,
    accessTokens,
    partitions,
    alarms,
    time,
    link,
    async addAccount(name) {
      const account = newAccountId();
      const email = `${name.toLowerCase()}@example.net`;
      await real.operator.accounts.add({
        id: account,
        name,
        email,
        passwordHash: '-',
        createdAt: time.wall,
      });
      const camera = newCameraId();
      const device = newDeviceId();
      const settings = {
        stream: `rtsp://viewer:secret@127.0.0.1:554/front-door`,
        transport: 'auto',
        alwaysWarm: false,
      } as const;
      await real.operator.map.addCamera(
        {
          camera,
          epoch: 1,
          kind: 'camera',
          sealedSource: sealSource(ring, camera, settings),
          alwaysWarm: false,
        },
        { account, device, role: 'owner', name: 'Front door', nicknames: [] },
        { places: [], unresolved: [], kept: [], takeOver: false },
      );
      return { account, device, camera, ...(await link(account)) };
    },
    async close() {
      await partitions.close();
      await real.close();
      removeFolder(folder);
    },
  };
}
