/**
 * The emergency stop, kept beside the database in a file of its own: `stopped.json`. Every start obeys it,
 * even if the database was locked, damaged, gone or replaced when the stop was asked for. `casement resume
 * --all` removes it.
 */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const schema = z.object({
  version: z.literal(1),
  since: z.number(),
  until: z.number().optional(),
  reason: z.string().optional(),
});

export interface Stop {
  /** Milliseconds since 1970. */
  readonly since: number;
  readonly terms: {
    /** When it ends by itself, in milliseconds since 1970; absent if never. */
    readonly until?: number;
    /** The operator's own words. */
    readonly reason?: string;
  };
}

const fileIn = (dataDir: string): string => join(dataDir, 'stopped.json');

/** Writes it down; durable when this returns. @throws Error if it cannot be written. */
export function keepStop(dataDir: string, { since, terms }: Stop): void {
  const file = fileIn(dataDir);
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  const handle = openSync(draft, 'wx', 0o600);
  try {
    writeFileSync(handle, `${JSON.stringify({ version: 1, since, ...terms })}\n`);
    fsyncSync(handle);
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  } finally {
    closeSync(handle);
  }
  const folder = openSync(dataDir, 'r');
  fsyncSync(folder);
  closeSync(folder);
}

/**
 * Returns the stop that was kept; undefined if there is none, or it is over by `now`. One that cannot be read
 * is a stop all the same: somebody wanted everything to end.
 */
export function keptStop(dataDir: string, now = -Infinity): Stop | undefined {
  if (!existsSync(fileIn(dataDir))) return undefined;
  try {
    const read: unknown = JSON.parse(readFileSync(fileIn(dataDir), 'utf8'));
    const { since, until, reason } = schema.parse(read);
    if (until !== undefined && until <= now) return undefined;
    const terms = {
      ...(until !== undefined && { until }),
      ...(reason !== undefined && { reason }),
    };
    return { since, terms };
  } catch {
    const { mtimeMs } = statSync(fileIn(dataDir));
    return { since: Math.floor(mtimeMs), terms: { reason: 'stopped.json cannot be read' } };
  }
}

/** Whether it lasts longer than the stop that the database has, if it has one. */
export function outlasts(stop: Stop, row: { readonly until?: number } | undefined): boolean {
  if (row === undefined) return true;
  return (stop.terms.until ?? Infinity) > (row.until ?? Infinity);
}

/** Lifts it. */
export function forgetStop(dataDir: string): void {
  rmSync(fileIn(dataDir), { force: true });
}
