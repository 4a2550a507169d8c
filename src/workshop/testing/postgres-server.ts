/** A PostgreSQL server of a test's own, on a unix socket in a folder that goes with it. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createClient } from '../../storage/postgres/client.ts';
import { connectionOf } from '../../storage/postgres/connection.ts';
import { until } from '../until.ts';
import {
  childOf,
  endServer,
  postmasterOf,
  type ServerProcess,
  signalAll,
  type SmallDisk,
  spawnServer,
} from './postgres-process.ts';
import { findPostgres, type PostgresPrograms } from './postgres-programs.ts';

export interface PostgresServer {
  /** The folder of its socket. */
  readonly socket: string;
  /** The process that stands beside it. */
  readonly pid: number | undefined;
  /** The process that is the server itself; 0 while none runs. */
  readonly postmaster: number;
  /** The folder that holds everything of it, and is removed with it. */
  readonly folder: string;
  /** Returns the URL of a database for a role. */
  url(role: string, database: string): string;
  /** Returns the folder that is its small disk, as the server names it, and as this process gets to it. */
  small(): { readonly named: string; readonly here: string };
  /**
   * Ends it, and resolves once it has: `INT` in order, `QUIT` at once, as a crash does of which nothing that was written is
   * lost.
   */
  end(how: 'INT' | 'QUIT'): Promise<void>;
  /** Starts it anew on the data that it left; resolves once it answers. */
  begin(): Promise<void>;
  /** Lets it stand still: it takes connections and answers nothing. */
  freeze(): void;
  thaw(): void;
  /** Makes a standby the primary; resolves once it answers as that. */
  promote(): Promise<void>;
  /** Resolves once the server has ended and its folder is gone. */
  stop(): Promise<void>;
}

export interface ServerSettings {
  /** Whether what is committed is on the disk; no by default. */
  readonly durable?: boolean;
  /** More settings, as `name=value`. */
  readonly settings?: readonly string[];
  readonly small?: SmallDisk;
}

const always = [
  'listen_addresses=',
  'shared_buffers=64MB',
  'max_connections=200',
  'logging_collector=off',
  // It would hold the oldest transaction back at a moment that no test knows.
  'autovacuum=off',
];
const volatile = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'wal_level=minimal',
  'max_wal_senders=0',
];

/** Settings of a server whose answers to writes are true: they outlive the processes of the server. */
export const truthful = ['synchronous_commit=on', 'full_page_writes=on'];
/** Settings of a server that may have a standby. */
export const replicating = [...truthful, 'wal_level=replica', 'max_wal_senders=4'];

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It may run as another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Whether everybody may pass through a folder and those above it. */
function isOpen(folder: string): boolean {
  const passes = (statSync(folder).mode & 0o001) !== 0;
  return passes && (dirname(folder) === folder || isOpen(dirname(folder)));
}

function makeFolder(user: PostgresPrograms['user']): string {
  const parent = user === undefined || isOpen(tmpdir()) ? tmpdir() : '/tmp';
  const folder = mkdtempSync(join(parent, 'casement-postgres-'));
  chmodSync(folder, 0o700);
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  return folder;
}

/** Returns the programs' folder, or a copy of it where the user who runs them does not get to it. */
function reachable({ bin, isClosed, user }: PostgresPrograms, folder: string): string {
  if (!isClosed || user === undefined) return bin;
  const programs = join(folder, 'programs');
  cpSync(dirname(bin), programs, { recursive: true, verbatimSymlinks: true });
  // Who runs them removes them.
  spawnSync('chown', ['-R', `${user.uid}:${user.gid}`, programs]);
  return join(programs, 'bin');
}

function initialise(bin: string, user: PostgresPrograms['user'], folder: string): void {
  const data = join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  if (user !== undefined) chownSync(data, user.uid, user.gid);
  const made = spawnSync(
    join(bin, 'initdb'),
    [
      '-D',
      data,
      '-U',
      'postgres',
      '-A',
      'trust',
      '-E',
      'UTF8',
      '--locale=C',
      '--no-sync',
      '--no-instructions',
    ],
    { ...user, cwd: folder, encoding: 'utf8', env: { PATH: process.env['PATH'] } },
  );
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr || String(made.error)}`);
}

async function answers(url: string): Promise<boolean> {
  const client = createClient(connectionOf(url), {
    max: 1,
    connectTimeoutMs: 1_000,
    statementTimeoutMs: 1_000,
  });
  try {
    await client`SELECT 1`;
    return true;
  } catch {
    return false;
  } finally {
    await client.end({ timeout: 0 });
  }
}

/**
 * Starts a server with nothing in it but the role `postgres`; takes about a second.
 * @throws Error if there is none on this machine: see `missingPostgres`
 */
export async function startPostgres(settings: ServerSettings = {}): Promise<PostgresServer> {
  const programs = findPostgres();
  if (programs === undefined) throw new Error('no PostgreSQL found');
  const { user } = programs;
  const folder = makeFolder(user);
  const bin = reachable(programs, folder);
  initialise(bin, user, folder);
  return run({ bin, folder, user, ...(settings.small && { small: settings.small }) }, settings);
}

/**
 * Starts a standby of a server that was started with `replicating`, and that has ended: a copy of its data. It follows
 * once that begins again. The caller stops both.
 */
export async function startStandby(
  of: PostgresServer,
  settings: readonly string[] = [],
): Promise<PostgresServer> {
  const programs = findPostgres();
  if (programs === undefined) throw new Error('no PostgreSQL found');
  const { user } = programs;
  const folder = makeFolder(user);
  const bin = reachable(programs, folder);
  const data = join(folder, 'data');
  const copied = spawnSync('cp', ['-a', join(of.folder, 'data'), data], { encoding: 'utf8' });
  if (copied.status !== 0) throw new Error(`the data could not be copied: ${copied.stderr}`);
  place(join(data, 'standby.signal'), user);
  const from = `primary_conninfo=host=${of.folder} user=postgres application_name=standby`;
  return run({ bin, folder, user }, { settings: [...replicating, ...settings, from] }, standing);
}

/** Makes an empty file of the server's user. */
function place(file: string, user: PostgresPrograms['user']): void {
  writeFileSync(file, '');
  if (user !== undefined) chownSync(file, user.uid, user.gid);
}

type IsUp = (server: Pick<PostgresServer, 'folder' | 'url'>) => boolean | Promise<boolean>;

const answering: IsUp = ({ url }) => answers(url('postgres', 'postgres'));
/** A client of ours asks no standby anything. */
const standing: IsUp = ({ folder }) =>
  postmasterOf(folder) > 0 &&
  isAlive(postmasterOf(folder)) &&
  existsSync(join(folder, '.s.PGSQL.5432'));

async function run(
  of: Omit<ServerProcess, 'args'>,
  { durable = false, settings = [] }: ServerSettings,
  isUp: IsUp = answering,
): Promise<PostgresServer> {
  const { folder, user } = of;
  const given = [...always, ...(durable ? [] : volatile), ...settings];
  const child = await spawnServer({ ...of, args: given.flatMap((one) => ['-c', one]) });
  const url = (role: string, database: string): string =>
    `postgres://${role}@localhost/${database}?host=${encodeURIComponent(folder)}`;
  const up = (): Promise<true> =>
    until(async () => (await isUp({ folder, url })) || undefined, 20_000, {
      what: () => `the server did not answer: ${readFileSync(join(folder, 'log'), 'utf8')}`,
      intervalMs: 20,
    });
  try {
    await up();
  } catch (error) {
    await endServer(child);
    throw error;
  }
  const postmaster = (): number => postmasterOf(folder);
  return {
    socket: folder,
    folder,
    pid: child.pid,
    get postmaster() {
      return postmaster();
    },
    url,
    small() {
      const named = join(folder, 'small');
      // What stands beside the server sees it, too, and there whether it runs or not.
      return { named, here: join(`/proc/${childOf(child.pid ?? 0)}/root`, named) };
    },
    async end(how) {
      const pid = postmaster();
      if (pid === 0) throw new Error('the server does not run');
      child.stdin?.write(`${how}\n`);
      await until(() => !isAlive(pid), 20_000, { what: `server ${pid} has not ended` });
    },
    async begin() {
      child.stdin?.write('begin\n');
      await up();
    },
    freeze: () => signalAll(postmaster(), 'SIGSTOP'),
    thaw: () => signalAll(postmaster(), 'SIGCONT'),
    async promote() {
      const asked = join(folder, 'data', 'promote');
      place(asked, user);
      const isPrimary = (): Promise<boolean> => {
        // One that is still starting may not have heard it.
        if (existsSync(asked)) process.kill(postmaster(), 'SIGUSR1');
        return answers(url('postgres', 'postgres'));
      };
      await until(isPrimary, 20_000, { what: 'the standby was not promoted', intervalMs: 50 });
    },
    stop: () => endServer(child),
  };
}
