/** The servers on which outages happen: each with a database that is as new, and what goes with it. */
import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../../until.ts';
import { type Login, type PostgresHouse, postgresHouse } from '../../testing/postgres-house.ts';
import type { SmallDisk } from '../../testing/postgres-process.ts';
import {
  type PostgresServer,
  replicating,
  startStandby,
  truthful,
} from '../../testing/postgres-server.ts';
import { removeFolder, scratchFolder } from '../../testing/scratch-folder.ts';

export interface Ground {
  readonly server: PostgresServer;
  readonly url: (login: Login) => string;
  close(): Promise<void>;
}

export interface Pair extends Ground {
  readonly standby: PostgresServer;
  /** Lets the URLs lead to the standby. */
  move(): void;
}

/** So few that they are soon taken. */
const fewConnections = 'max_connections=40';

/** One server; what is small of it, if anything. */
export async function openGround(small?: SmallDisk): Promise<Ground> {
  const house = await postgresHouse({
    settings: [...truthful, fewConnections],
    ...(small && { small }),
  });
  try {
    if (small?.of === 'tablespace') {
      const admin = (await house.database()).client('postgres');
      await admin.unsafe(`CREATE TABLESPACE small LOCATION '${house.server.small().named}'`);
      await admin.end();
    }
    const database = await house.database(small?.of === 'tablespace' ? 'small' : undefined);
    return { server: house.server, url: (login) => database.url(login), close: () => house.stop() };
  } catch (error) {
    await house.stop();
    throw error;
  }
}

/** Resolves once each write waits until the standby has it. */
async function synchronise(house: PostgresHouse): Promise<void> {
  const admin = (await house.database()).client('postgres');
  try {
    await admin.unsafe(`ALTER SYSTEM SET synchronous_standby_names = '*'`);
    await admin.unsafe('SELECT pg_reload_conf()');
    await until(
      async () => {
        const found = await admin`SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'`;
        return found.length > 0;
      },
      30_000,
      { what: 'the standby does not follow' },
    );
  } finally {
    await admin.end();
  }
}

/** A server and a standby that has all that the server has told as done. The URLs lead over a link. */
export async function openPair(): Promise<Pair> {
  const house = await postgresHouse({ settings: [...replicating, fewConnections] });
  const closing: (() => unknown)[] = [() => house.stop()];
  const close = async (): Promise<void> => {
    for (const one of closing.splice(0).toReversed()) await one();
  };
  try {
    const database = await house.database();
    const { server } = house;
    await server.end('INT');
    const standby = await startStandby(server, [fewConnections]);
    closing.push(() => standby.stop());
    await server.begin();
    await synchronise(house);
    const folder = scratchFolder('address');
    closing.push(() => removeFolder(folder));
    const address = join(folder, 'server');
    symlinkSync(server.folder, address);
    const [own, led] = [server.folder, address].map(encodeURIComponent);
    return {
      server,
      standby,
      url: (login) => database.url(login).replace(own ?? '', led ?? ''),
      move() {
        rmSync(address);
        symlinkSync(standby.folder, address);
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
