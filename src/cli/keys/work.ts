/** What the commands that change keys share: the file, its lock, and the bridge's word. */
import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { reachedIn } from '../../bridge/data-folder/careful-time.ts';
import { askFolder } from '../../bridge/control/ask-folder.ts';
import { Failure } from '../../common/failures.ts';
import type { KeyFile } from '../../identity/key-file-form.ts';
import { writeKeyFile } from '../../identity/key-file.ts';
import { dataFolder } from '../../storage/data-folder.ts';
import { acquireFileLock } from '../../storage/sqlite/file-lock.ts';
import { bridgeRuns } from '../act.ts';
import type { Context } from '../context.ts';
import { Unheard } from '../exits.ts';
import type { CommonOptions, Data } from '../leaf.ts';
import { withProgress } from '../progress.ts';
import type { KeyWork, Retired } from './change-keys.ts';

export interface OutOptions extends CommonOptions {
  readonly out?: string;
}

/** Adds the option for a key file that cannot be written. */
export const withOut = (command: Command): Command =>
  command.option(
    '--out <file>',
    'write the keys into this file, which must not be there yet; the key file stays as it is',
  );

/** @throws Unheard if a bridge runs and does not say that it has these keys, no more and no fewer. */
async function heard(folder: string, kids?: readonly string[]): Promise<void> {
  if (!bridgeRuns(folder)) return;
  const reply = await askFolder(folder, { ask: 'keys' });
  const sorted = (ids: readonly string[]): string => ids.toSorted().join(' ');
  if (reply?.reply === 'keys') {
    if (kids === undefined || sorted(reply.kids) === sorted(kids)) return;
    throw new Unheard(
      'the bridge on this folder has other keys than the key file: does it read the same file? ' +
        'Nothing was lost, and casement keys retire goes on from here',
    );
  }
  const why = reply?.reply === 'failed' ? reply.why : 'the bridge on this folder does not answer';
  const state =
    kids === undefined
      ? 'nothing was changed'
      : 'nothing was lost, and casement keys retire goes on from here';
  throw new Unheard(`${why}: ${state}`);
}

/** Does `work` while nobody else changes the keys, and says how far it has come. */
export async function withKeys<T>(
  context: Context,
  { folder, keysFile, store }: Data,
  work: (work: KeyWork) => Promise<T>,
): Promise<T> {
  const letGo = acquireFileLock(
    dataFolder(folder).keysLock,
    'another command is changing the keys, or copies them for a backup',
  );
  try {
    const ask = (kids?: readonly string[]): Promise<void> => heard(folder, kids);
    const now = Date.now;
    const reached = () => reachedIn(folder, now());
    return await withProgress(context, ({ at }) => {
      at('Sealing anew');
      const onResealed = (values: number): void => at('Values sealed anew', values);
      return work({ file: keysFile, store, heard: ask, now, reached, onResealed });
    });
  } finally {
    letGo();
  }
}

/** @throws Failure `bad-request` if the file exists already: it is never written over. */
export function mustBeNew(out: string): void {
  if (existsSync(out)) {
    throw new Failure('bad-request', `${out} is there already: name a file that is not`);
  }
}

/** Writes keys into a file of their own, for their owner only. */
export function writeOut(out: string, keys: KeyFile): void {
  try {
    writeKeyFile(out, keys);
  } catch (cause) {
    throw new Failure('bad-request', `${out} cannot be written`, { cause });
  }
}

/** Returns what was done, for `--json`: ids only. */
export const shownRetired = ({ keys, resealed, shut, dropped }: Retired) => ({
  signing: keys.signing.map(({ kid }) => kid),
  tickets: keys.tickets.map(({ kid }) => kid),
  sealing: keys.sealing.map(({ kid }) => kid),
  resealed,
  shut,
  dropped,
});

/** Words what was retired, for people. */
export function retiredInWords({ keys, resealed, shut, dropped }: Retired): string {
  const [, ...older] = keys.sealing.map(({ kid }) => kid);
  return [
    `${resealed} value(s) were sealed anew, ${dropped.length} sealing key(s) dropped.`,
    ...(shut > 0 ? [`${shut} value(s) open with no key there is, and were left as they are.`] : []),
    ...(older.length > 0 ? [`Values are still sealed with: ${older.join(', ')}.`] : []),
  ].join('\n');
}
