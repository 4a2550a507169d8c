/**
 * Keeps a flood out of the log: of lines that say the same, so many a minute are written, and the rest are
 * counted. One line at the end of the minute says how many were left out, by their message and code.
 * Whoever writes all of those hides nobody: others whose account or device stands in their lines have
 * one each all the same, as many again at the most.
 */

/** Marks the fields of a line that is limited where it is written: it is never left out. Not written itself. */
export const boundAlready = Symbol('bounded where it is written');

/** What a line may have that tells it from another with the same message. */
interface Coded {
  readonly code?: unknown;
  readonly error?: unknown;
  readonly reason?: unknown;
  readonly failure?: { readonly code?: unknown };
}

/** How many lines were left out, by message and code. */
export type LeftOut = Readonly<Record<string, Readonly<Record<string, number>>>>;

export interface FloodLimit {
  /** Whether a line with these fields may be written; it is counted where not. */
  admits(fields: unknown, message: string, mostInMinute: number): boolean;
}

const minuteMs = 60_000;
/** More codes of one message are counted as one: they may be what a stranger wrote. */
const mostCodes = 20;

function codeOf(fields: unknown): string {
  const { code, error, reason, failure } = (fields ?? {}) as Coded;
  const found = [failure?.code, code, error, reason].find((one) => typeof one === 'string');
  return typeof found === 'string' ? found.slice(0, 40) : 'lines';
}

/** Whom a line is about. */
function subjectOf(fields: unknown): string | undefined {
  const { account, device } = (fields ?? {}) as { account?: unknown; device?: unknown };
  return [account, device].find((one) => typeof one === 'string');
}

/** An alarm is always written: what raises it is limited where it is raised, as some other lines are. */
const isAlarm = (fields: unknown): boolean =>
  typeof fields === 'object' && fields !== null && ('alarm' in fields || boundAlready in fields);

/** `tell` is called at the end of a minute in which something was left out. */
export function createFloodLimit(tell: (leftOut: LeftOut) => void): FloodLimit {
  const written = new Map<string, number>();
  /** About whom lines were written, by message: not more than twice as many as may be. */
  const subjects = new Map<string, Set<string>>();
  const leftOut = new Map<string, Map<string, number>>();
  let minute: NodeJS.Timeout | undefined;

  function endMinute(): void {
    minute = undefined;
    written.clear();
    subjects.clear();
    if (leftOut.size === 0) return;
    const counts = Array.from(leftOut, ([message, codes]) => [message, Object.fromEntries(codes)]);
    leftOut.clear();
    tell(Object.fromEntries(counts) as LeftOut);
  }

  function isWritten(fields: unknown, message: string, most: number): boolean {
    const count = (written.get(message) ?? 0) + 1;
    const subject = subjectOf(fields);
    const known = subjects.get(message) ?? new Set<string>();
    const isNew = subject !== undefined && !known.has(subject);
    if (count > most * (isNew ? 2 : 1)) return false;
    written.set(message, count);
    if (isNew) subjects.set(message, known.add(subject));
    return true;
  }

  return {
    admits(fields, message, mostInMinute) {
      if (isAlarm(fields)) return true;
      minute ??= setTimeout(endMinute, minuteMs).unref();
      if (isWritten(fields, message, mostInMinute)) return true;
      const codes = leftOut.get(message) ?? new Map<string, number>();
      leftOut.set(message, codes);
      const code = codeOf(fields);
      const name = codes.has(code) || codes.size < mostCodes ? code : 'others';
      codes.set(name, (codes.get(name) ?? 0) + 1);
      return false;
    },
  };
}
