/** What may happen to a server, each begun and ended again. */
import { existsSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { type Client, createClient } from '../../../storage/postgres/client.ts';
import { connectionOf } from '../../../storage/postgres/connection.ts';
import { migrate } from '../../../storage/postgres/migrate.ts';
import { migrations } from '../../../storage/postgres/migrations/all.ts';
import type { Migration } from '../../../storage/postgres/migrations/migration.ts';
import type { PostgresServer } from '../../testing/postgres-server.ts';
import { until } from '../../until.ts';

export interface Outage {
  readonly name: string;
  begin(): Promise<void>;
  end(): Promise<void>;
}

const limits = { max: 1, connectTimeoutMs: 5_000, statementTimeoutMs: 0 };
const clientOf = (server: PostgresServer): Client =>
  createClient(connectionOf(server.url('postgres', 'postgres')), limits);

/** It ends as in a crash, and nobody listens until it begins again. */
export const crash = (server: PostgresServer): Outage => ({
  name: 'gone, and refuses',
  begin: () => server.end('QUIT'),
  end: () => server.begin(),
});

/** It takes connections and says nothing. */
export const silence = (server: PostgresServer): Outage => ({
  name: 'gone, and silent',
  begin: async () => server.freeze(),
  end: async () => server.thaw(),
});

/** Others take every connection that is left; those that are there go on, or are ended first. */
export function noConnections(server: PostgresServer, ended: boolean): Outage {
  const held: Client[] = [];
  async function takeAll(): Promise<void> {
    for (;;) {
      const client = clientOf(server);
      held.push(client);
      try {
        await client`SELECT 1`;
      } catch {
        return;
      }
    }
  }
  return {
    name: ended ? 'no connection' : 'no further connection',
    async begin() {
      await takeAll();
      const [first] = held;
      if (!ended || first === undefined) return;
      await first`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE usename IN ('bridge', 'commands')`;
      await takeAll();
    },
    async end() {
      await Promise.all(held.splice(0).map((client) => client.end({ timeout: 1 })));
    },
  };
}

/** Writes until there is no room left, not even for one page. */
async function fill(file: string): Promise<void> {
  const handle = await open(file, 'w');
  try {
    for (const bytes of [1_048_576, 4_096]) {
      const piece = Buffer.alloc(bytes);
      try {
        for (;;) await handle.write(piece);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      }
    }
  } finally {
    await handle.close();
  }
}

/** There is no room for another row. */
export function fullTables(server: PostgresServer): Outage {
  const file = (): string => join(server.small().here, 'filler');
  return {
    name: 'full disk',
    begin: () => fill(file()),
    end: async () => rmSync(file()),
  };
}

/** There is no room for the log of what is written, without which the server ends. */
export function fullWal(server: PostgresServer): Outage {
  const file = (): string => join(server.small().here, 'filler');
  return {
    name: 'full disk of the log',
    async begin() {
      await fill(file());
      const client = clientOf(server);
      const { postmaster } = server;
      await until(
        async () => {
          await client`SELECT pg_logical_emit_message(true, 'full', repeat('x', 1000000))`.catch(
            () => undefined,
          );
          return !existsSync(`/proc/${postmaster}`);
        },
        30_000,
        { what: 'the server goes on without a log' },
      );
      await client.end({ timeout: 0 });
    },
    async end() {
      rmSync(file());
      await server.begin();
    },
  };
}

/** It ends as in a crash, and its standby takes its place. `move` lets the URL lead there. */
export const promotion = (
  server: PostgresServer,
  standby: PostgresServer,
  move: () => void,
): Outage => ({
  name: 'promoted',
  begin: () => server.end('QUIT'),
  async end() {
    await standby.promote();
    move();
  },
});

/** A step of the next version, which changes tables and a function that every look at the map needs. */
const next: Migration = {
  version: (migrations.at(-1)?.version ?? 0) + 1,
  name: 'next',
  oldest: migrations.at(-1)?.version ?? 0,
  sql: `
ALTER TABLE casement.accounts ADD COLUMN of_next text;
ALTER TABLE casement.entries ADD COLUMN of_next text;
ALTER TABLE casement.grants ADD COLUMN of_next text;
DO $$ BEGIN EXECUTE pg_get_functiondef('casement.revalidate'::regproc); END $$;`,
};

/** The next version's migration runs under a bridge of this one. */
export const migration = (url: string): Outage => ({
  name: 'migrated by the next version',
  begin: async () => void (await migrate(url, [...migrations, next])),
  end: async () => undefined,
});
