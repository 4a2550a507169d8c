/**
 * Totals of the sessions that run, rewritten several times a second, so that a kill loses no more than what
 * came after. There are two files, written in turn over what is there: if a kill tears one of them, the other
 * still has the totals of a moment before. They are not forced to the disk.
 */
import { open, type FileHandle } from 'node:fs/promises';
import { z } from 'zod';
import type { AuditKeys } from '../../identity/audit-key.ts';
import { readSigned, signed } from './signed.ts';
import { readWhole } from './whole-file.ts';

const purpose = 'casement audit running';
const schema = z.strictObject({
  /** Of the two files, the one with the higher number is the newer. */
  turn: z.int(),
  /** By session: bytes, units, and the time of the last byte. */
  sessions: z.record(z.string(), z.tuple([z.int(), z.int(), z.int()])),
});
type Page = z.infer<typeof schema>;

export type Running = Page['sessions'];

const pathsOf = (path: string): readonly [string, string] => [`${path}.0`, `${path}.1`];

async function readPage(path: string, keys: AuditKeys): Promise<Page | undefined> {
  const bytes = await readWhole(path);
  const end = bytes?.indexOf('\n') ?? -1;
  if (bytes === undefined || end < 0) return undefined;
  try {
    // Anything after the first line is left of a longer text before it.
    return readSigned(keys, purpose, bytes.subarray(0, end), schema);
  } catch {
    // Torn or altered: the chain still says who was shown what, and since when.
    return undefined;
  }
}

async function newest(path: string, keys: AuditKeys): Promise<Page> {
  let found: Page = { turn: 0, sessions: {} };
  for (const one of pathsOf(path)) {
    const page = await readPage(one, keys);
    if (page !== undefined && page.turn > found.turn) found = page;
  }
  return found;
}

/** Returns the totals last written; nothing if they cannot be read. */
export async function readRunning(path: string, keys: AuditKeys): Promise<Running> {
  return (await newest(path, keys)).sessions;
}

export interface RunningFiles {
  /** The totals that the bridge before this one left behind. */
  readonly left: Running;
  /** Writes the totals, unless they are the ones written last. */
  write(sessions: Running): Promise<void>;
  close(): Promise<void>;
}

/** Opens both files, and makes missing ones with mode 0600. */
export async function openRunning(path: string, keys: AuditKeys): Promise<RunningFiles> {
  const { turn: before, sessions: left } = await newest(path, keys);
  const handles: FileHandle[] = [];
  for (const one of pathsOf(path)) {
    // Opened for appending first: that makes it, or keeps what is in it.
    await (await open(one, 'a', 0o600)).close();
    handles.push(await open(one, 'r+'));
  }
  let turn = before;
  let written = JSON.stringify(left);
  return {
    left,
    async write(sessions) {
      const text = JSON.stringify(sessions);
      if (text === written) return;
      const bytes = Buffer.from(`${signed(keys, purpose, { turn: turn + 1, sessions })}\n`);
      const { bytesWritten } = (await handles[turn % 2]?.write(bytes, 0, bytes.length, 0)) ?? {};
      if (bytesWritten !== bytes.length) throw new Error('the totals could not be written whole');
      turn += 1;
      written = text;
    },
    async close() {
      for (const handle of handles) await handle.close();
    },
  };
}
