/** What a move stands on: both databases, the folder's lock and mark, and what is known of the old database. */
import { refuseOlderThanKnown } from '../../bridge/data-folder/believed.ts';
import { readCopyMark, removeCopyMark, writeCopyMark } from '../../bridge/data-folder/copy-mark.ts';
import { readCounter } from '../../bridge/data-folder/restore-counter.ts';
import { refuseOlder } from '../../wall/audit/older.ts';
import type { CopyMarks, EngineName } from '../../storage/copy/side.ts';
import { dataFolder, type DataFolder } from '../../storage/data-folder.ts';
import { postgresSide } from '../../storage/postgres/copy-side.ts';
import { sqliteSide } from '../../storage/sqlite/copy-side.ts';
import { acquireFileLock } from '../../storage/sqlite/file-lock.ts';
import type { Context } from '../context.ts';
import { keysFile } from '../leaf.ts';
import type { MoveParts } from './found.ts';
import { reportTo } from './progress.ts';

/** Returns the highest revision known of the old database, by the folder and by a counter elsewhere. */
async function knownOf(
  { env }: Context,
  folder: string,
  paths: DataFolder,
  { revision, lineage }: CopyMarks,
): Promise<number> {
  const known = await refuseOlderThanKnown(folder, paths, revision);
  const file = env['RESTORE_COUNTER_FILE'] || undefined;
  const counter = file === undefined ? undefined : readCounter(file);
  if (counter === undefined || counter.lineage !== lineage) return known;
  refuseOlder(revision, counter.revision, `the counter ${file}`);
  return Math.max(known, counter.revision);
}

export interface OpenMove {
  readonly parts: MoveParts;
  /** Must be called, whatever becomes of the move. */
  readonly close: () => Promise<void>;
}

/**
 * Takes the folder, for as long as the move goes on. `url` is that of the role that owns the tables.
 * @throws Failure `storage-down` if a bridge runs on the folder
 */
export function openMove(
  context: Context,
  { folder, url, to }: { readonly folder: string; readonly url: string; readonly to: EngineName },
): OpenMove {
  const paths = dataFolder(folder, keysFile(context, folder));
  const sides = { sqlite: sqliteSide(paths.database), postgres: postgresSide(url) };
  const letGo = acquireFileLock(paths.lock, `a bridge runs on ${folder}`, 0);
  return {
    parts: {
      from: sides[to === 'sqlite' ? 'postgres' : 'sqlite'],
      to: sides[to],
      mark: {
        read: () => readCopyMark(folder),
        write: (mark) => writeCopyMark(folder, mark),
        remove: () => removeCopyMark(folder),
      },
      known: (marks) => knownOf(context, folder, paths, marks),
      report: reportTo(context),
    },
    close: async () => {
      await sides.postgres.close();
      letGo();
    },
  };
}
