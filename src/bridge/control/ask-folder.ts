/** Asks the bridge that runs on a data folder. */
import { readRunning } from './running-bridge.ts';
import { askBridge } from './ask.ts';
import type { Question, Reply } from './messages.ts';
import { findSocket } from './socket-path.ts';

/** Returns undefined if nobody answers; see `askBridge`. */
export function askFolder(folder: string, question: Question): Promise<Reply | undefined> {
  return askBridge(findSocket(folder, readRunning(folder)?.socket), question);
}
