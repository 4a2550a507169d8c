/** A server with the roles of an installation, and databases with Casement's schema: a new one costs some 20 ms. */
import { createClient, type Client } from '../../storage/postgres/client.ts';
import { connectionOf } from '../../storage/postgres/connection.ts';
import { migrate } from '../../storage/postgres/migrate.ts';
import { startPostgres, type PostgresServer, type ServerSettings } from './postgres-server.ts';

/** Who logs in: who makes the schema, a bridge, its commands, and one who may do everything. */
export type Login = 'migration' | 'bridge' | 'commands' | 'postgres';

export interface PostgresDatabase {
  url(login: Login): string;
  /** Returns a client for statements of a test's own; the caller ends it. */
  client(login: Login): Client;
  drop(): Promise<void>;
}

export interface PostgresHouse {
  readonly server: PostgresServer;
  /** Returns a new database with the schema and nothing in it, in that tablespace if one is named. */
  database(tablespace?: string): Promise<PostgresDatabase>;
  /**
   * Returns one with the schema and no row of anybody's; when it is dropped it is emptied for the next to come, which is
   * sooner than making a new one. For tests that change rows only.
   */
  lend(): Promise<PostgresDatabase>;
  /** Returns a new one without the schema. */
  bare(): Promise<PostgresDatabase>;
  stop(): Promise<void>;
}

const template = 'casement_template';

/** Empties every table without a trigger's being called, and leaves a database that is another by its lineage. */
const empty = `
DO $$ DECLARE _table text; BEGIN
  SET LOCAL session_replication_role = replica;
  FOR _table IN SELECT relname FROM pg_class WHERE relnamespace = 'casement'::regnamespace AND relkind = 'r'
    AND relname NOT IN ('migrations', 'lineage', 'control_revision', 'takings_before')
  LOOP EXECUTE format('DELETE FROM casement.%I', _table); END LOOP;
  UPDATE casement.control_revision SET value = 1;
  UPDATE casement.lineage SET id = replace(gen_random_uuid()::text, '-', ''), counted = false, base = 0;
END $$`;

/** Starts a server, makes the roles, and migrates the database that others are copies of. */
export async function postgresHouse(settings?: ServerSettings): Promise<PostgresHouse> {
  const server = await startPostgres(settings);
  const clientOf = (login: Login, database: string): Client =>
    createClient(connectionOf(server.url(login, database)), {
      max: 1,
      connectTimeoutMs: 5_000,
      statementTimeoutMs: 0,
    });
  const admin = clientOf('postgres', 'postgres');
  let made = 0;

  async function make(options: string): Promise<PostgresDatabase> {
    const name = `casement_${(made += 1)}`;
    await admin.unsafe(`CREATE DATABASE ${name} OWNER migration ${options}`);
    return {
      url: (login) => server.url(login, name),
      client: (login) => clientOf(login, name),
      drop: async () => void (await admin.unsafe(`DROP DATABASE ${name} WITH (FORCE)`)),
    };
  }

  await admin.unsafe(
    `CREATE ROLE migration LOGIN CREATEROLE; CREATE ROLE bridge LOGIN; CREATE ROLE commands LOGIN;`,
  );
  await admin.unsafe(`CREATE DATABASE ${template} OWNER migration`);
  await migrate(server.url('migration', template));
  await admin.unsafe('GRANT casement_bridge TO bridge; GRANT casement_operator TO commands');

  /** A copy of a database is the same one by its lineage; an empty one is not. */
  async function emptied(database: PostgresDatabase): Promise<PostgresDatabase> {
    const client = database.client('postgres');
    await client.unsafe(empty);
    await client.end();
    return database;
  }

  const copy = async (tablespace = 'pg_default'): Promise<PostgresDatabase> =>
    emptied(await make(`TEMPLATE ${template} STRATEGY FILE_COPY TABLESPACE ${tablespace}`));
  const idle: PostgresDatabase[] = [];

  return {
    server,
    database: copy,
    async lend() {
      const database = idle.pop() ?? (await copy());
      return { ...database, drop: async () => void idle.push(await emptied(database)) };
    },
    bare: () => make(''),
    async stop() {
      await admin.end({ timeout: 1 });
      await server.stop();
    },
  };
}
