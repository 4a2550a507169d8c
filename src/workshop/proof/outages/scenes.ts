/** All that `npm run outages` lets happen, in the order in which it does. */
import { missingSmallDisk } from '../../testing/postgres-programs.ts';
import { type Ground, openGround, openPair } from './grounds.ts';
import {
  crash,
  fullTables,
  fullWal,
  migration,
  noConnections,
  type Outage,
  promotion,
  silence,
} from './outages.ts';

interface Scene {
  readonly name: string;
  readonly goneSeconds: number;
  readonly outage: (ground: Ground) => Outage;
}

/** Scenes that share a server, a database and a bridge. */
export interface Act {
  readonly leaseSeconds: number;
  /** Whether the canaries watch, too. */
  readonly tripwire: boolean;
  /** What is missing for it. */
  readonly missing: string | undefined;
  readonly scenes: readonly Scene[];
  open(): Promise<Ground>;
}

const gone = (how: (server: Ground['server']) => Outage, name: string, seconds: number): Scene => ({
  name: `gone for ${seconds} s, and ${name}`,
  goneSeconds: seconds,
  outage: ({ server }) => how(server),
});

const refusing = (seconds: number): Scene => gone(crash, 'refuses', seconds);
const silent = (seconds: number): Scene => gone(silence, 'silent', seconds);

const connections: readonly Scene[] = [false, true].map((ended) => ({
  name: ended ? 'no connection left' : 'no further connection',
  goneSeconds: 5,
  outage: ({ server }: Ground) => noConnections(server, ended),
}));

/** Comes last: what it has changed stays. */
const migrated: Scene = {
  name: 'migrated by the next version',
  goneSeconds: 1,
  outage: ({ url }) => migration(url('migration')),
};

const onOne = { tripwire: true, missing: undefined, open: () => openGround() };

async function onPair(): Promise<Ground & { readonly outage: () => Outage }> {
  const pair = await openPair();
  return { ...pair, outage: () => promotion(pair.server, pair.standby, () => pair.move()) };
}

const promoted: Scene = {
  name: 'promoted, with synchronous replication',
  goneSeconds: 2,
  outage: (ground) => (ground as Awaited<ReturnType<typeof onPair>>).outage(),
};

const full = (of: 'tablespace' | 'wal', outage: (server: Ground['server']) => Outage): Act => ({
  leaseSeconds: 1,
  tripwire: false,
  missing: missingSmallDisk(),
  open: () => openGround({ megabytes: of === 'wal' ? 160 : 48, of }),
  scenes: [
    {
      name: of === 'wal' ? 'full disk of the log' : 'full disk of the tables',
      goneSeconds: 5,
      outage: ({ server }) => outage(server),
    },
  ],
});

/** Looked up when they are wanted: what is missing takes a look at the machine. */
export const acts = (): readonly Act[] => [
  {
    ...onOne,
    leaseSeconds: 1,
    scenes: [refusing(0), refusing(30), silent(3), silent(30), ...connections, migrated],
  },
  {
    ...onOne,
    leaseSeconds: 30,
    scenes: [refusing(0), refusing(20), refusing(30), silent(20), silent(30), ...connections],
  },
  full('tablespace', fullTables),
  full('wal', fullWal),
  ...[1, 30].map((leaseSeconds) => ({
    leaseSeconds,
    tripwire: false,
    missing: undefined,
    open: onPair,
    scenes: [promoted],
  })),
];
