/**
 * What a running bridge says of itself in its data folder: the file `bridge.json`. It tells people the
 * process to signal and the commands which build to run (src/setup/launch.mjs). A crash leaves it
 * behind: whether a bridge runs is told by the folder's lock alone.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const schema = z.object({
  version: z.literal(1),
  pid: z.int().positive(),
  /** The folder the program runs from. */
  build: z.string(),
  /** Where its control socket lies. */
  socket: z.string(),
  /** Milliseconds since 1970. */
  since: z.number(),
});
export type RunningBridge = z.infer<typeof schema>;

const fileIn = (dataDir: string): string => join(dataDir, 'bridge.json');

/** Writes that this process is the bridge of `dataDir` and listens at `socket`; returns the function that takes it back. */
export function noteRunning(dataDir: string, socket: string, now: () => number): () => void {
  const file = fileIn(dataDir);
  const bridge: RunningBridge = {
    version: 1,
    pid: process.pid,
    build: dirname(fileURLToPath(import.meta.url)),
    socket,
    since: now(),
  };
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  writeFileSync(draft, `${JSON.stringify(bridge)}\n`, { mode: 0o600 });
  renameSync(draft, file);
  return () => {
    if (readRunning(dataDir)?.pid === process.pid) rmSync(file, { force: true });
  };
}

/** What the last bridge on `dataDir` said of itself; undefined where it has left, or said nothing. */
export function readRunning(dataDir: string): RunningBridge | undefined {
  try {
    return schema.parse(JSON.parse(readFileSync(fileIn(dataDir), 'utf8')));
  } catch {
    return undefined;
  }
}
