/**
 * Waits for the bridges of a server's database, on whatever machines they run. Each of them has a row there, which says
 * what it has acted on and when its lease is over. Why that may be believed: wall/partitions/own-row.ts.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { BridgeId } from '../identity/ids.ts';
import type { BridgeRow, Bridges } from '../storage/bridges.ts';

const pollMs = 25;
/** A lease is over only so long after the server's clock says so. */
const marginMs = 100;
/**
 * Nor is it while its row is heard of: a bridge beats five times a second, and a server's clock that was put forward makes
 * every lease look over.
 */
const quietMs = 500;
/** How long after its lease a bridge is waited for that is heard of, and does not act. */
const patienceMs = 2_000;

/** What became of each bridge that had a row when the command had done its work. */
export interface Waited {
  /** It has acted, or has left. */
  readonly acted: readonly BridgeRow[];
  /** Its lease is over: it shows nothing before it has looked, and then it finds out. */
  readonly over: readonly BridgeRow[];
  /** Neither: what was taken away may be shown. */
  readonly unheard: readonly BridgeRow[];
}

export interface WaitParts {
  /** Monotonic milliseconds. */
  readonly clock: () => number;
  readonly pause: (ms: number) => Promise<unknown>;
}

interface Awaited {
  row: BridgeRow;
  /** When its last beat was seen first. */
  heardAt: number;
}

const isOver = ({ row, heardAt }: Awaited, now: number): boolean =>
  row.leftMs < -marginMs && now - heardAt >= quietMs;

/**
 * To be called when everything is written that takes something away. Takes as long as the longest lease, and two seconds
 * more, at most. @throws Failure if the store does not answer
 */
export async function waitForBridges(
  bridges: Pick<Bridges, 'call' | 'list'>,
  { clock, pause }: WaitParts = { clock: () => performance.now(), pause: sleep },
): Promise<Waited> {
  const { taken, rows: first } = await bridges.call();
  const beganAt = clock();
  const waiting = new Map(
    first.map((row): [BridgeId, Awaited] => [row.id, { row, heardAt: beganAt }]),
  );
  const [acted, over, unheard]: [BridgeRow[], BridgeRow[], BridgeRow[]] = [[], [], []];

  function settle(one: Awaited, found: BridgeRow | undefined): BridgeRow[] | undefined {
    const now = clock();
    // It has left: it ends every stream before.
    if (found === undefined) return acted;
    if (found.beat !== one.row.beat) one.heardAt = now;
    one.row = found;
    if (found.acted.taken >= taken) return acted;
    if (isOver(one, now)) return over;
    return now - beganAt >= found.leaseMs + patienceMs ? unheard : undefined;
  }

  function sort(rows: readonly BridgeRow[]): void {
    for (const [id, one] of waiting) {
      const into = settle(
        one,
        rows.find((row) => row.id === id),
      );
      if (into === undefined) continue;
      into.push(one.row);
      waiting.delete(id);
    }
  }

  sort(first);
  while (waiting.size > 0) {
    await pause(pollMs);
    sort((await bridges.list()).rows);
  }
  return { acted, over, unheard };
}

const named = (rows: readonly BridgeRow[]): string => rows.map(({ name }) => name).join('; ');
const many = (count: number, one: string, more: string): string =>
  `${count} ${count === 1 ? one : more}`;

/** Says for people what became of them; undefined if there is none. */
export function waitedInWords({ acted, over }: Waited): string | undefined {
  const lines = [
    ...(acted.length > 0
      ? [`${many(acted.length, 'bridge has', 'bridges have')} acted on it.`]
      : []),
    ...(over.length > 0
      ? [
          `${many(over.length, 'bridge was', 'bridges were')} not heard of, and may show nothing before looking again: ` +
            `${named(over)}.`,
        ]
      : []),
  ];
  return lines.length > 0 ? lines.join('\n') : undefined;
}

/** The same for `--json`. */
export const waitedInJson = ({ acted, over, unheard }: Waited) => ({
  acted: acted.length,
  over: over.map(({ name }) => name),
  unheard: unheard.map(({ name }) => name),
});

/** Says which bridges were waited for in vain. */
export const unheardInWords = ({ unheard }: Waited): string =>
  `${many(unheard.length, 'bridge does', 'bridges do')} not act on it: ${named(unheard)}`;
