/** Asks the bridge that runs on a data folder. */
import { join, resolve } from 'node:path';
import { readRunning } from '../running-bridge.ts';
import { askBridge } from './ask.ts';
import type { Question, Reply } from './messages.ts';

/** Undefined where nobody answers; see `askBridge`. */
export async function askFolder(folder: string, question: Question): Promise<Reply | undefined> {
  // Where the folder was moved, its socket moved with it.
  const beside = join(resolve(folder), 'control.sock');
  const paths = new Set([readRunning(folder)?.socket ?? beside, beside]);
  const replies = await Promise.all([...paths].map((path) => askBridge(path, question)));
  return replies.find((reply) => reply !== undefined);
}
