/** Makes clients of postgres.js, with the same settings for everybody. */
import postgres, { type Options, type PostgresType } from 'postgres';
import type { Connection } from './connection.ts';
import { reach } from './reach.ts';

/** Numbers are revisions, times and counts: none comes near what a double cannot hold. */
const bigint: PostgresType<number> = {
  to: 20,
  from: [20],
  parse: (text: string) => Number(text),
  serialize: (value: number) => String(value),
};

export type Client = postgres.Sql<{ bigint: number }>;

export interface ClientSettings {
  readonly max: number;
  readonly connectTimeoutMs: number;
  /** After how long the server itself ends a statement; 0 for never. */
  readonly statementTimeoutMs: number;
  /** Called before a write is told as done that somebody has ended while it waited for a standby, which lacks it. */
  readonly onUnreplicated?: () => void;
}

/** Connects to nothing yet: the first statement does. */
export function createClient(connection: Connection, settings: ClientSettings): Client {
  const { host, port, database, username, password, tls } = connection;
  const options: Options<{ bigint: PostgresType<number> }> = {
    host,
    port,
    database,
    username,
    ...(password !== undefined && { password }),
    ssl: tls === undefined ? false : { ...tls, ...(tls.ca === undefined && { ca: undefined }) },
    max: settings.max,
    connect_timeout: settings.connectTimeoutMs / 1_000,
    idle_timeout: 0,
    max_lifetime: null,
    // Nothing is read of the server but what is asked for.
    fetch_types: false,
    onnotice: ({ routine }) => {
      // Its words are in the server's language.
      if (routine === 'SyncRepWaitForLSN') settings.onUnreplicated?.();
    },
    // A standby may not know yet what was taken away.
    target_session_attrs: 'primary',
    // A failed connection is told to whoever asked, and tried anew by the next.
    backoff: false,
    types: { bigint },
    connection: {
      application_name: 'casement',
      statement_timeout: settings.statementTimeoutMs,
      lock_timeout: settings.statementTimeoutMs,
      idle_in_transaction_session_timeout: 10_000,
    },
  };
  let isOver = false;
  const socket = () => reach(connection, settings.connectTimeoutMs, () => isOver);
  // Its types do not have it.
  const client = postgres({ ...options, socket } as typeof options);
  const end = client.end.bind(client);
  client.end = (how) => {
    isOver = true;
    return end(how);
  };
  return client;
}
