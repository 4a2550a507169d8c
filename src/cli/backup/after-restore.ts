/** casement after-restore */
import { knownRevision } from '../../wall/audit/note-restore.ts';
import { Failure } from '../../common/failures.ts';
import { renewKeys } from '../../identity/renew-keys.ts';
import { readSeen, writeSeen } from '../../bridge/data-folder/seen-revision.ts';
import { dataFolder } from '../../storage/data-folder.ts';
import type { Store } from '../../storage/store.ts';
import { acquireFileLock } from '../../storage/sqlite/file-lock.ts';
import { bridgeRuns } from '../act.ts';
import { confirm } from '../ask.ts';
import { folderOf } from '../data-dir.ts';
import { keysFile, leaf, withData, type CommonOptions } from '../leaf.ts';
import type { RegisterCommand } from '../program.ts';
import { withProgress } from '../progress.ts';
import {
  countOn,
  distrust,
  endedInWords,
  noteEnded,
  oldKeysStay,
  replacesKeys,
} from './distrust.ts';

interface Options extends CommonOptions {
  readonly yes?: true;
}

/** @throws Failure `bad-request`, saying what to do, if a bridge runs on the folder. */
export function refuseBeside(folder: string): void {
  if (!bridgeRuns(folder)) return;
  throw new Failure('bad-request', `a bridge runs on ${folder}: stop it first`);
}

/** @throws Failure `bad-request`, saying what to do, if a bridge of another folder runs on the server's database. */
async function refuseBesideOthers({ bridges }: Store): Promise<void> {
  const there = (await bridges?.list())?.rows ?? [];
  const running = there.filter(({ leftMs }) => leftMs > 0).map(({ name }) => name);
  if (running.length === 0) return;
  const which = running.join('; ');
  throw new Failure('bad-request', `bridges run on the database (${which}): stop them first`);
}

export const registerAfterRestore: RegisterCommand = (program, context) => {
  leaf(
    program,
    'after-restore',
    'For a data folder that was put back by other means: ends every linking, sign-in and share, makes new signing keys, and believes no account until it is confirmed.',
  )
    .option('--yes', 'do not ask')
    .action(async (options: Options) => {
      const folder = folderOf(context, options);
      refuseBeside(folder);
      await confirm(context, 'end every linking, sign-in and share', options.yes);
      await withData(context, options, async ({ store, record }) => {
        const { lock } = dataFolder(folder);
        const keys = keysFile(context, folder);
        const letGo = acquireFileLock(lock, `a bridge runs on ${folder}`, 0);
        try {
          await refuseBesideOthers(store);
          const renewed = await replacesKeys(() => renewKeys(keys, keys));
          const known = await knownRevision(record.place, record.keys);
          const seen = readSeen(folder).revision;
          const distrusted = await withProgress(context, ({ at }) => {
            at('Ending linkings, sign-ins and shares');
            return distrust(context, store, Math.max(known, seen));
          });
          countOn(context, distrusted);
          const { ended } = distrusted;
          await noteEnded(record, ended, { by: 'after-restore' });
          writeSeen(folder, { revision: ended.revision, wentBack: false });
          const lines = [endedInWords(ended), ...(renewed ? [] : [oldKeysStay])];
          return { json: { ...ended, keys: renewed ? 'new' : 'old' }, text: lines.join('\n') };
        } finally {
          letGo();
        }
      });
    });
};
