/** casement audit exposure */
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { leaf, withOpenData, type CommonOptions } from '../leaf.ts';
import { withProgress } from '../progress.ts';
import { UsageError } from '../usage.ts';
import { writePieces } from '../write-pieces.ts';
import { askExposure, type ExposureOptions } from './ask-exposure.ts';
import { asCsv } from './exposure-rows.ts';
import { asJson, inWords } from './exposure-words.ts';

interface Options extends CommonOptions, ExposureOptions {
  readonly csv?: true;
}

/** Adds the command to its group. */
export function registerExposure(group: Command, context: Context): void {
  leaf(
    group,
    'exposure',
    'After an incident: which accounts were linked in that time (with --model: and had such a camera), what was ' +
      'delivered to them, and who could have been affected.',
  )
    .requiredOption('--since <when>', 'from then on: a time, a day, or so long ago (7d)')
    .option('--until <when>', 'up to then (default: now)')
    .option('--build <build>', 'by this build only: as audit show prints it, or its beginning')
    .option('--model <model>', 'of cameras that were added with exactly this model')
    .option('--canaries', 'list the accounts of the tripwire, too')
    .option('--csv', 'print comma-separated values, one line for each account')
    .action(async (options: Options) => {
      if (options.csv && options.json) throw new UsageError('--csv and --json exclude each other');
      const form = options.csv ? asCsv : options.json ? asJson : inWords;
      await withOpenData(context, options, (data) =>
        withProgress(context, async (progress) =>
          writePieces(context.stdout, form(await askExposure(data, options, progress))),
        ),
      );
    });
}
