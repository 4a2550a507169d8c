/**
 * Keeps a flood out of the log. Of lines that say the same of the same account, device or stranger's network,
 * so many a minute are written, and the rest are counted. One line at the end of the minute says how many
 * were left out, by their message and code. Strangers share one measure, since they can have any number of
 * networks; all known lanes share another; and of each lane a few are written beyond it.
 */
import { laneOf } from './log-lane.ts';

/** Marks the fields of a line whose writer limits it: it is never left out. The mark itself is not written. */
export const boundAlready = Symbol('bounded where it is written');

/** What may tell a line from another with the same message. */
interface Coded {
  readonly code?: unknown;
  readonly error?: unknown;
  readonly reason?: unknown;
  readonly failure?: { readonly code?: unknown };
}

/** How many lines were left out, by message and code. */
export type LeftOut = Readonly<Record<string, Readonly<Record<string, number>>>>;

export interface FloodLimit {
  /** Whether a line with these fields may be written; counts it if not. */
  admits(fields: unknown, message: string, maxInMinute: number): boolean;
}

const minuteMs = 60_000;
/** Further codes of one message are counted as one: a stranger may have written them. */
const maxCodes = 20;

function codeOf(fields: unknown): string {
  const { code, error, reason, failure } = (fields ?? {}) as Coded;
  const found = [failure?.code, code, error, reason].find((one) => typeof one === 'string');
  return typeof found === 'string' ? found.slice(0, 40) : 'lines';
}

/** How many lines of one message a minute has beside those of one lane. */
const shares = {
  known: { lanes: 20, few: 10_000 },
  strangers: { lanes: 1, few: 100 },
};
/** How many lines of each lane are written even if others have used up the whole measure. */
const fewOfLane = 3;

/** What was written of one message within the minute. */
class Written {
  readonly #ofLane = new Map<string, number>();
  readonly #inAll = { known: 0, strangers: 0 };
  readonly #few = { known: 0, strangers: 0 };

  admits(fields: unknown, most: number): boolean {
    const { key, isKnown } = laneOf(fields);
    const kind = isKnown ? 'known' : 'strangers';
    const own = this.#ofLane.get(key) ?? 0;
    if (own >= most) return false;
    if (this.#inAll[kind] < most * shares[kind].lanes) this.#inAll[kind] += 1;
    else if (own < fewOfLane && this.#few[kind] < shares[kind].few) this.#few[kind] += 1;
    else return false;
    // Only written lines have an entry: however many lanes are invented, they take no room.
    this.#ofLane.set(key, own + 1);
    return true;
  }
}

/** An alarm is always written: it is limited where it is raised, as some other lines are. */
const isAlarm = (fields: unknown): boolean =>
  typeof fields === 'object' && fields !== null && ('alarm' in fields || boundAlready in fields);

/** `report` is called at the end of a minute in which something was left out. */
export function createFloodLimit(report: (leftOut: LeftOut) => void): FloodLimit {
  const written = new Map<string, Written>();
  const leftOut = new Map<string, Map<string, number>>();
  let minute: NodeJS.Timeout | undefined;

  function endMinute(): void {
    minute = undefined;
    written.clear();
    if (leftOut.size === 0) return;
    const counts = Array.from(leftOut, ([message, codes]) => [message, Object.fromEntries(codes)]);
    leftOut.clear();
    report(Object.fromEntries(counts) as LeftOut);
  }

  return {
    admits(fields, message, maxInMinute) {
      if (isAlarm(fields)) return true;
      minute ??= setTimeout(endMinute, minuteMs).unref();
      const ofMessage = written.get(message) ?? new Written();
      written.set(message, ofMessage);
      if (ofMessage.admits(fields, maxInMinute)) return true;
      const codes = leftOut.get(message) ?? new Map<string, number>();
      leftOut.set(message, codes);
      const code = codeOf(fields);
      const name = codes.has(code) || codes.size < maxCodes ? code : 'others';
      codes.set(name, (codes.get(name) ?? 0) + 1);
      return false;
    },
  };
}
