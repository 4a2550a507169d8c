/**
 * What a running bridge says of itself in its data folder: the file `bridge.json`. It says to people which
 * process to signal, and to the commands which build to run (src/setup/launch.mjs). A crash leaves it behind:
 * only the folder's lock says whether a bridge runs.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { codeRoot } from '../../common/project-root.ts';
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
  /** It is ending, and is closing what is open. */
  leaving: z.literal(true).optional(),
});
export type RunningBridge = z.infer<typeof schema>;

const fileIn = (dataDir: string): string => join(dataDir, 'bridge.json');

/** In a container a bridge may have the very process id that the one before it had. */
function isAnother(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another user is alive as well.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Removes the folder that a killed bridge had made for its socket (bridge/control/socket-path.ts). */
function clearAfter({ pid, socket }: RunningBridge): void {
  const folder = dirname(socket);
  if (isAnother(pid) || !/^casement-\w{6}$/.test(basename(folder))) return;
  try {
    rmSync(socket, { force: true });
    rmdirSync(folder);
  } catch {
    // It is gone, or was not made for that.
  }
}

function write(file: string, bridge: RunningBridge): void {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  writeFileSync(draft, `${JSON.stringify(bridge)}\n`, { mode: 0o600 });
  renameSync(draft, file);
}

/** Notes that this process, the bridge of `dataDir`, is about to end: the next one waits for it. */
export function noteLeaving(dataDir: string): void {
  const own = readRunning(dataDir);
  if (own?.pid !== process.pid) return;
  try {
    write(fileIn(dataDir), { ...own, leaving: true });
  } catch {
    // A full disk, or a folder that was moved away: the end does not wait for it.
  }
}

/** Returns the bridge that runs on `dataDir` and stays, by what its file says: the folder's lock has the last word. */
export function stayingBridge(dataDir: string): RunningBridge | undefined {
  const other = readRunning(dataDir);
  return other !== undefined && other.leaving !== true && isAnother(other.pid) ? other : undefined;
}

/**
 * Notes that this process is the bridge of `dataDir` and listens at `socket`, and clears away what a killed
 * one left behind. Returns the function that takes it back.
 */
export function noteRunning(dataDir: string, socket: string, now: () => number): () => void {
  const before = readRunning(dataDir);
  if (before !== undefined) clearAfter(before);
  const file = fileIn(dataDir);
  const bridge: RunningBridge = {
    version: 1,
    pid: process.pid,
    build: codeRoot,
    socket,
    since: now(),
  };
  write(file, bridge);
  return () => {
    if (readRunning(dataDir)?.pid === process.pid) rmSync(file, { force: true });
  };
}

/** Returns what the last bridge on `dataDir` said of itself; undefined if it has left, or said nothing. */
export function readRunning(dataDir: string): RunningBridge | undefined {
  try {
    return schema.parse(JSON.parse(readFileSync(fileIn(dataDir), 'utf8')));
  } catch {
    return undefined;
  }
}
