/** casement store copy */
import { type Command, Option } from 'commander';
import { readCopyMark } from '../../bridge/data-folder/copy-mark.ts';
import { refuseHalfRestored } from '../../bridge/data-folder/restore-mark.ts';
import { Failure } from '../../common/failures.ts';
import type { EngineName } from '../../storage/copy/side.ts';
import { dataFolder, type DataFolder } from '../../storage/data-folder.ts';
import { confirm } from '../ask.ts';
import { refuseBeside } from '../backup/after-restore.ts';
import type { Context } from '../context.ts';
import { folderOf, howToName } from '../data-dir.ts';
import { isThere } from '../is-there.ts';
import { keysFile, leaf, print, type Answer, type CommonOptions } from '../leaf.ts';
import { UsageError } from '../usage.ts';
import type { MoveParts } from './found.ts';
import { mayMove, moveStore } from './move.ts';
import { openMove } from './open-move.ts';
import { takeBack } from './take-back.ts';

interface Options extends CommonOptions {
  readonly to?: EngineName;
  readonly dryRun?: true;
  readonly takeBack?: true;
  readonly targetGone?: true;
  readonly yes?: true;
}

const unset =
  'MIGRATION_DATABASE_URL is not set: the URL of the role that owns the tables of the PostgreSQL database';

const called: Readonly<Record<EngineName, string>> = {
  sqlite: 'the SQLite file of the folder',
  postgres: 'the PostgreSQL database',
};

/** What to do once everything is there. */
const then: Readonly<Record<EngineName, string>> = {
  postgres:
    'Set DATABASE_URL, and OPERATOR_DATABASE_URL for commands, before the bridge starts. Keys and delivery record stay ' +
    'in the folder. The SQLite file stays, too, and nothing starts on it any more: remove it when you like.',
  sqlite:
    'Leave DATABASE_URL and OPERATOR_DATABASE_URL out before the bridge starts. Nothing starts on the PostgreSQL database ' +
    'any more: drop it when you like.',
};

/** Where there are no keys, none are made: the cameras are sealed by others. */
function refuseNoKeys({ keys }: DataFolder): void {
  if (isThere(keys)) return;
  throw new Failure(
    'not-found',
    `the key file ${keys} is missing, by which the cameras are sealed: put it there first, or name it as KEYS_FILE`,
  );
}

async function answer(parts: MoveParts, options: Options, began: number): Promise<Answer> {
  const from = parts.from.engine;
  const to = parts.to.engine;
  if (options.takeBack) {
    await takeBack(parts, options.targetGone === true);
    return {
      json: { takenBack: true, at: from },
      text: `Taken back: everything is in ${called[from]}, as before.`,
    };
  }
  if (options.dryRun) {
    const over = await mayMove(parts);
    const text =
      over === undefined
        ? `Nothing is in the way of a copy to ${called[to]}. Nothing was done.`
        : `Everything was moved to ${called[to]} before.`;
    return { json: { to, possible: over === undefined }, text };
  }
  const { copy, rows } = await moveStore(parts);
  const ms = Math.round(performance.now() - began);
  const total = Object.values(rows ?? {}).reduce((sum, count) => sum + count, 0);
  const what =
    rows === undefined
      ? `Everything is in ${called[to]}, by an earlier run.`
      : `Moved ${total} rows to ${called[to]} in ${(ms / 1000).toFixed(1)} s; each was found there again.`;
  return { json: { copy, to, rows: rows ?? null, ms }, text: `${what}\n${then[to]}` };
}

/** Said where it fails on its way. */
const begun =
  'The copy has begun, and nothing is lost: enter this again to go on, or add --take-back to stay where it was.\n';

const examples = `
Examples, with the bridge stopped:
  casement migrate                        # a new PostgreSQL database, by MIGRATION_DATABASE_URL
  casement store copy --to postgres --dry-run
  casement store copy --to postgres       # cut off? Enter it again: it goes on
  casement store copy --to postgres --take-back
  casement store copy --to sqlite         # and back, into the data folder`;

export function registerCopy(group: Command, context: Context): void {
  leaf(
    group,
    'copy',
    'Moves accounts, cameras and all that belongs to them between the SQLite file of the data folder and the PostgreSQL database of MIGRATION_DATABASE_URL. No bridge may run.',
  )
    .addOption(
      new Option('--to <engine>', 'where everything goes; it comes from the other').choices([
        'sqlite',
        'postgres',
      ]),
    )
    .option('--dry-run', 'say whether anything is in the way, and do nothing')
    .option('--take-back', 'where a copy was cut off before all was there: stay where it was')
    .option('--target-gone', 'with --take-back, where the new database is lost')
    .option('--yes', 'do not ask')
    .addHelpText('after', examples)
    .action(async (options: Options) => {
      const began = performance.now();
      const folder = folderOf(context, options);
      const url = context.env['MIGRATION_DATABASE_URL'];
      if (!url) throw new UsageError(unset);
      if (options.targetGone && !options.takeBack) {
        throw new UsageError('--target-gone is for --take-back');
      }
      const paths = dataFolder(folder, keysFile(context, folder));
      const to = options.to ?? (options.takeBack && readCopyMark(folder)?.to);
      if (!to) throw new UsageError('say --to sqlite or --to postgres');
      if (!isThere(folder)) {
        throw new Failure(
          'not-found',
          `there is no folder ${folder}: ${howToName(context, options)}`,
        );
      }
      refuseBeside(folder);
      refuseHalfRestored(folder);
      refuseNoKeys(paths);
      if (options.targetGone) {
        await confirm(
          context,
          'start on the old database again, while nothing may ever start on the new one',
          options.yes,
        );
      }
      const { parts, close } = openMove(context, { folder, url, to });
      try {
        print(context, options, await answer(parts, options, began));
      } catch (error) {
        if (parts.mark.read() !== undefined) context.stderr.write(begun);
        throw error;
      } finally {
        await close();
      }
    });
}
