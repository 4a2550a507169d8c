/** Where a database is, from its URL. Nothing of a URL is ever said: it holds a password. */
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { Failure } from '../../common/failures.ts';

export interface Connection {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly username: string;
  readonly password?: string;
  /** Absent on this machine: its loopback, or a socket. */
  readonly tls?: { readonly host: string; readonly ca?: string };
}

const known = new Set(['host', 'port', 'user', 'sslmode', 'sslrootcert', 'application_name']);
/** Those that check the server's certificate and its name. Anything less is refused. */
const checked = new Set(['verify-full']);

const refuse = (what: string): Failure => new Failure('bad-request', `the database URL ${what}`);

function parsed(text: string): URL {
  // Its error would hold the text.
  if (!URL.canParse(text)) throw refuse('is no URL');
  return new URL(text);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw refuse('has a % that begins no character');
  }
}

/** Whether nobody but this machine is asked. */
function isLocal(host: string): boolean {
  if (host.startsWith('/') || host === 'localhost' || host === '::1') return true;
  return isIP(host) === 4 && host.startsWith('127.');
}

function certificate(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw refuse('names a file as sslrootcert that cannot be read');
  }
}

/**
 * Returns what the URL says: `postgres://user:password@host:port/database`, or `?host=/folder` for a socket.
 * @throws Failure `bad-request` without any part of the URL
 */
export function connectionOf(text: string): Connection {
  const url = parsed(text);
  if (url.protocol !== 'postgres:' && url.protocol !== 'postgresql:') {
    throw refuse('must begin with postgres://');
  }
  for (const name of url.searchParams.keys()) {
    if (!known.has(name)) throw refuse('has a parameter that is not known');
  }
  const ofQuery = (name: string): string | undefined => url.searchParams.get(name) ?? undefined;
  const host = ofQuery('host') ?? decoded(url.hostname).replace(/^\[(.*)\]$/, '$1');
  const database = decoded(url.pathname.slice(1));
  const username = decoded(url.username) || (ofQuery('user') ?? '');
  const port = Number(url.port || (ofQuery('port') ?? 5432));
  if (host === '') throw refuse('names no host');
  if (database === '') throw refuse('names no database');
  if (username === '') throw refuse('names no user');
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw refuse('names no port');
  const mode = ofQuery('sslmode');
  if (!isLocal(host) && mode !== undefined && !checked.has(mode)) {
    throw refuse('asks for less than sslmode=verify-full, which is what is done');
  }
  const ca = ofQuery('sslrootcert');
  const wantsTls = !isLocal(host) || (mode !== undefined && checked.has(mode));
  return {
    host,
    port,
    database,
    username,
    ...(url.password !== '' && { password: decoded(url.password) }),
    ...(wantsTls && { tls: { host, ...(ca !== undefined && { ca: certificate(ca) }) } }),
  };
}
