/**
 * A PostgreSQL server of a test's own, on a unix socket in a folder that goes with it. It ends with the process that
 * started it, however that ends: a shell beside it waits for its standard input to close.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createClient } from '../../storage/postgres/client.ts';
import { connectionOf } from '../../storage/postgres/connection.ts';
import { endChild } from '../end-child.ts';
import { until } from '../until.ts';
import { findPostgres, type PostgresPrograms } from './postgres-programs.ts';

export interface PostgresServer {
  /** The folder of its socket. */
  readonly socket: string;
  /** The process that stands beside it. */
  readonly pid: number | undefined;
  /** The process that is the server itself. */
  readonly postmaster: number;
  /** The folder that holds everything of it, and is removed with it. */
  readonly folder: string;
  /** Returns the URL of a database for a role. */
  url(role: string, database: string): string;
  /** Resolves once the server has ended and its folder is gone. */
  stop(): Promise<void>;
}

export interface ServerSettings {
  /** Whether what is committed is on the disk; no by default. */
  readonly durable?: boolean;
  /** More settings, as `name=value`. */
  readonly settings?: readonly string[];
}

/** Ends the server at once, and removes its folder, when nobody holds the other end of its standard input any more. */
const beside = `
bin=$1 folder=$2
shift 2
"$bin/postgres" -D "$folder/data" -k "$folder" "$@" >>"$folder/log" 2>&1 </dev/null &
server=$!
cat >/dev/null
kill -QUIT $server 2>/dev/null
wait $server
rm -rf "$folder"
`;

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

function postmasterOf(folder: string): number {
  try {
    return Number(readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);
  } catch {
    return 0;
  }
}

async function stop(child: ChildProcess): Promise<void> {
  await endChild(child, () => child.stdin?.end(), 20_000);
}

/**
 * Starts a server with nothing in it but the role `postgres`; takes about a second.
 * @throws Error if there is none on this machine: see `missingPostgres`
 */
export async function startPostgres({
  durable = false,
  settings = [],
}: ServerSettings = {}): Promise<PostgresServer> {
  const programs = findPostgres();
  if (programs === undefined) throw new Error('no PostgreSQL found');
  const { user } = programs;
  const folder = makeFolder(user);
  const bin = reachable(programs, folder);
  initialise(bin, user, folder);
  const given = [...always, ...(durable ? [] : volatile), ...settings].flatMap((one) => [
    '-c',
    one,
  ]);
  const child = spawn('sh', ['-c', beside, 'casement-postgres', bin, folder, ...given], {
    ...user,
    cwd: folder,
    // Signals of a terminal are for the process that started it.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: { PATH: process.env['PATH'] },
  });
  // It may have ended by itself.
  child.stdin.on('error', () => {});
  await once(child, 'spawn');
  const url = (role: string, database: string): string =>
    `postgres://${role}@localhost/${database}?host=${encodeURIComponent(folder)}`;
  try {
    await until(() => answers(url('postgres', 'postgres')), 20_000, {
      what: () => `the server did not answer: ${readFileSync(join(folder, 'log'), 'utf8')}`,
      intervalMs: 20,
    });
  } catch (error) {
    await stop(child);
    throw error;
  }
  return {
    socket: folder,
    folder,
    pid: child.pid,
    postmaster: postmasterOf(folder),
    url,
    stop: () => stop(child),
  };
}
