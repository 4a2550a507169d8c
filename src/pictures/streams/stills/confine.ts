/**
 * Runs a program that reads what a stranger made. A hostile picture that takes such a program over, or only
 * keeps it busy, must find nothing worth having and get nothing that the others need.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { openSync, readdirSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import type { Readable, Writable } from 'node:stream';

/** A user to run as, by the system's numbers. */
export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

/** How much one run may take. */
const most = { cpuSeconds: 5, dataKiB: 512 * 1024, addressSpaceKiB: 1536 * 1024, files: 64 };

/**
 * A library may open descriptors without marking them as this process's alone, and every child inherits
 * those: the socket of all WebRTC displays, for one. No shell that is everywhere closes descriptors above 9,
 * so /dev/null takes the place of those from 3 to `masked`; if one beyond is found the program does not run,
 * and the next run masks more.
 */
let masked = Math.max(127, highestOpen());
const maxMasked = 65_535;
const leaked = 97;
let nothing: number | undefined;

/** Counted as this begins: the descriptors that the bridge's starter has passed on, and little else. */
function highestOpen(): number {
  try {
    return Math.max(...readdirSync('/proc/self/fd').map(Number));
  } catch {
    return 0;
  }
}

function masks(): number[] {
  nothing ??= openSync('/dev/null', 'r');
  return Array.from({ length: masked - 2 }, () => nothing ?? 0);
}

// Works in every shell of POSIX systems, dash and busybox included, while prlimit is not on every system.
// `-d` counts what is really allocated; `-v` what is mapped, shared libraries too. Each is hard and soft.
const limited = (beyond: number): string => `\
for fd in /proc/$$/fd/*; do [ "\${fd##*/}" -le ${beyond} ] || ! [ -h "$fd" ] || exit ${leaked}; done
ulimit -c 0 && ulimit -n ${beyond + 1 + most.files} && ulimit -t ${most.cpuSeconds} \
&& ulimit -d ${most.dataKiB} && ulimit -v ${most.addressSpaceKiB} && exec "$0" "$@"`;

/** Kills what is left of the process group that a child leads. */
function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // All of it is gone already.
  }
}

/**
 * Starts `program` without environment, with limits of processor time, memory and files, after everything
 * else in turn (niceness 10), away from any folder of ours, with none of our descriptors but its own standard
 * input and output, and as `user` if one is given. If a limit cannot be set, it does not run. It is killed
 * when `signal` aborts; whatever it has started and left behind in its process group, when it ends.
 */
export function spawnConfined(
  program: string,
  args: readonly string[],
  signal: AbortSignal,
  user?: SystemUser,
): ChildProcessByStdio<Writable, Readable, null> {
  const beyond = masked;
  const child = spawn('/bin/sh', ['-c', limited(beyond), program, ...args], {
    stdio: ['pipe', 'pipe', 'ignore', ...masks()],
    cwd: '/',
    env: {},
    detached: true,
    ...user,
  }) as ChildProcessByStdio<Writable, Readable, null>;
  const { pid } = child;
  if (pid === undefined) return child;
  const onAbort = (): void => killGroup(pid);
  signal.addEventListener('abort', onAbort, { once: true });
  child.once('exit', (code) => {
    signal.removeEventListener('abort', onAbort);
    killGroup(pid);
    if (code === leaked && masked === beyond) masked = Math.min(maxMasked, masked * 2 + 1);
  });
  if (signal.aborted) onAbort();
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It is gone already.
  }
  return child;
}
