/**
 * Runs a program that reads what a stranger made. A hostile picture that takes such a program over, or only
 * keeps it busy, must find nothing worth having and get nothing that the others need.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import type { Readable, Writable } from 'node:stream';

/** Somebody to run as, by numbers of the system. */
export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

/** What one run may take. */
const most = { cpuSeconds: 5, dataKiB: 512 * 1024, addressSpaceKiB: 1536 * 1024, files: 64 };

// Of every shell of POSIX systems, dash and busybox included, while prlimit is not on every system. `-d`
// counts what is really allocated; `-v` what is mapped, shared libraries too. Each is hard and soft.
const limited = `ulimit -c 0 && ulimit -n ${most.files} && ulimit -t ${most.cpuSeconds} \
&& ulimit -d ${most.dataKiB} && ulimit -v ${most.addressSpaceKiB} && exec "$0" "$@"`;

/**
 * Starts `program` without environment, with limits of processor time, memory and files, after everything
 * else in turn (niceness 10), away from any folder of ours, and as `user` where one is given. Where a limit
 * cannot be set, it does not run. Killed when `signal` aborts.
 */
export function spawnConfined(
  program: string,
  args: readonly string[],
  signal: AbortSignal,
  user?: SystemUser,
): ChildProcessByStdio<Writable, Readable, null> {
  const child = spawn('/bin/sh', ['-c', limited, program, ...args], {
    stdio: ['pipe', 'pipe', 'ignore'],
    cwd: '/',
    env: {},
    signal,
    killSignal: 'SIGKILL',
    ...user,
  });
  if (child.pid !== undefined) {
    try {
      setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
    } catch {
      // It is gone already.
    }
  }
  return child;
}
