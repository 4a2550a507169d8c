/** The CPU time of a PostgreSQL server, all its processes, told apart from that of whoever asks it: of Linux. */
import { readdirSync, readFileSync } from 'node:fs';

/** Microseconds in one of the ticks in which Linux counts. */
const tickUs = 10_000;

interface Times {
  readonly parent: number;
  /** Of its own. */
  readonly ticks: number;
  /** Of its children that have ended. */
  readonly endedTicks: number;
}

/** Reads the text of `/proc/<pid>/stat`; see proc(5). */
export function readTimes(text: string): Times {
  // The name may hold anything, brackets too.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const of = (at: number): number => Number(fields[at]);
  return { parent: of(1), ticks: of(11) + of(12), endedTicks: of(13) + of(14) };
}

function timesOf(pid: string): Times | undefined {
  try {
    return readTimes(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    // It has ended meanwhile.
    return undefined;
  }
}

/** Returns CPU time in microseconds of a process, of its children, and of such as have ended. */
export function cpuOfServer(postmaster: number): number {
  const own = timesOf(String(postmaster));
  if (own === undefined) throw new Error('the server has ended, or this is no Linux');
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => timesOf(pid) ?? [])
    .filter(({ parent }) => parent === postmaster);
  const ticks = children.reduce((sum, one) => sum + one.ticks, own.ticks + own.endedTicks);
  return ticks * tickUs;
}
