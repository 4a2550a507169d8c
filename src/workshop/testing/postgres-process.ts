/**
 * The process of a server: it ends with the process that started it, however that ends, since a shell beside it waits for
 * its standard input to close. What is written there ends the server, and starts it anew on what it left.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { endChild } from '../end-child.ts';
import type { User } from './postgres-programs.ts';

/** A disk of its own for a part of the data, so small that a test fills it. */
export interface SmallDisk {
  readonly megabytes: number;
  /** What lies on it: what is made in the tablespace `small`, or the log of what is written. */
  readonly of: 'tablespace' | 'wal';
}

const beside = `
bin=$1 folder=$2
shift 2
begin() {
  "$bin/postgres" -D "$folder/data" -k "$folder" "$@" >>"$folder/log" 2>&1 </dev/null &
  server=$!
}
begin "$@"
while read -r word; do
  case $word in
    begin) begin "$@" ;;
    *) kill -"$word" $server; wait $server ;;
  esac
done
# It may stand still.
kill -CONT $server 2>/dev/null
kill -QUIT $server 2>/dev/null
wait $server
rm -rf "$folder"
`;

/** Mounts the disk where no other process sees it, so that it goes with the server, and does the rest as its user. */
const onSmallDisk = `
folder=$1 megabytes=$2 of=$3 uid=$4 gid=$5
shift 5
unshare --mount --propagation private sh -c '
  folder=$1 of=$2 options=$3 uid=$4 gid=$5
  shift 5
  mkdir "$folder/small" && mount -t tmpfs -o "$options" tmpfs "$folder/small" || exit 1
  if [ "$of" = wal ]; then
    cp -a "$folder/data/pg_wal/." "$folder/small" && rm -r "$folder/data/pg_wal" &&
      ln -s "$folder/small" "$folder/data/pg_wal" || exit 1
  fi
  exec setpriv --reuid "$uid" --regid "$gid" --clear-groups sh -c "$@"
' sh "$folder" "$of" "size=\${megabytes}m,mode=0700,uid=$uid,gid=$gid" "$uid" "$gid" "$@"
rm -rf "$folder"
`;

export interface ServerProcess {
  readonly bin: string;
  readonly folder: string;
  /** As whom it runs; undefined for oneself. */
  readonly user: User | undefined;
  /** Of the server. */
  readonly args: readonly string[];
  readonly small?: SmallDisk;
}

/** Starts it. The caller ends it by `endServer`. @throws Error if it cannot be */
export async function spawnServer(process: ServerProcess): Promise<ChildProcess> {
  const { bin, folder, user, args, small } = process;
  const own = [beside, 'casement-postgres', bin, folder, ...args];
  const disk =
    small &&
    user &&
    [folder, small.megabytes, small.of, user.uid, user.gid].map((part) => `${part}`);
  const child = spawn('sh', ['-c', ...(disk ? [onSmallDisk, 'sh', ...disk] : []), ...own], {
    ...(disk === undefined && user),
    cwd: folder,
    // Signals of a terminal are for the process that started it.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: { PATH: globalThis.process.env['PATH'] },
  });
  // It may have ended by itself.
  child.stdin.on('error', () => {});
  await once(child, 'spawn');
  return child;
}

/** Resolves once the server has ended and its folder is gone. */
export async function endServer(child: ChildProcess): Promise<void> {
  await endChild(child, () => child.stdin?.end(), 20_000);
}

/** Returns the process that is the server itself, as it notes it in its folder; 0 if it does not run. */
export function postmasterOf(folder: string): number {
  try {
    return Number(readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);
  } catch {
    return 0;
  }
}

function parentOf(pid: string): number {
  try {
    // The name before it, in brackets, may have any letters.
    const [, after = ''] = /\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return Number(after);
  } catch {
    return 0;
  }
}

const childrenOf = (parent: number): readonly number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && parentOf(name) === parent)
    .map(Number);

/** Returns the one process that a process has made. @throws Error if it has made none */
export function childOf(parent: number): number {
  const [child] = childrenOf(parent);
  if (child === undefined) throw new Error(`${parent} has made no process`);
  return child;
}

/** Sends a signal to the server, which then makes no others, and to each process that it has made. */
export function signalAll(postmaster: number, signal: 'SIGSTOP' | 'SIGCONT'): void {
  process.kill(postmaster, signal);
  for (const pid of childrenOf(postmaster)) {
    try {
      process.kill(pid, signal);
    } catch {
      // It has ended meanwhile.
    }
  }
}
