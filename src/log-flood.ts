/**
 * Keeps a flood out of the log: of lines that say the same, so many a minute are written, and the rest are
 * counted. One line at the end of the minute says how many were left out, by their message and code.
 */

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

/** An alarm is always written: what raises it is limited where it is raised. */
const isAlarm = (fields: unknown): boolean =>
  typeof fields === 'object' && fields !== null && 'alarm' in fields;

/** `tell` is called at the end of a minute in which something was left out. */
export function createFloodLimit(tell: (leftOut: LeftOut) => void): FloodLimit {
  const written = new Map<string, number>();
  const leftOut = new Map<string, Map<string, number>>();
  let minute: NodeJS.Timeout | undefined;

  function endMinute(): void {
    minute = undefined;
    written.clear();
    if (leftOut.size === 0) return;
    const counts = Array.from(leftOut, ([message, codes]) => [message, Object.fromEntries(codes)]);
    leftOut.clear();
    tell(Object.fromEntries(counts) as LeftOut);
  }

  return {
    admits(fields, message, mostInMinute) {
      if (isAlarm(fields)) return true;
      minute ??= setTimeout(endMinute, minuteMs).unref();
      const count = (written.get(message) ?? 0) + 1;
      written.set(message, count);
      if (count <= mostInMinute) return true;
      const codes = leftOut.get(message) ?? new Map<string, number>();
      leftOut.set(message, codes);
      const code = codeOf(fields);
      const name = codes.has(code) || codes.size < mostCodes ? code : 'others';
      codes.set(name, (codes.get(name) ?? 0) + 1);
      return false;
    },
  };
}
