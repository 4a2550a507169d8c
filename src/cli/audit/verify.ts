/** casement audit verify */
import type { Command } from 'commander';
import type { Link } from '../../wall/audit/follow.ts';
import { readRecord, type Verdict } from '../../wall/audit/read-record.ts';
import { Failure } from '../../common/failures.ts';
import type { Context } from '../context.ts';
import { leaf, withData, type CommonOptions } from '../leaf.ts';
import { withProgress } from '../progress.ts';
import { UsageError } from '../usage.ts';
import { shortTime, shownVerdict } from './shown.ts';

interface Options extends CommonOptions {
  readonly known?: string;
}

function readKnown(text: string): Link {
  const [, seq, hash] = /^(\d{1,15}):([\w-]{43})$/.exec(text) ?? [];
  if (seq === undefined || hash === undefined) {
    throw new UsageError('--known is no line as audit verify prints it: <number>:<hash>');
  }
  return { seq: Number(seq), hash };
}

function inWords({ faults, first, last, lines, files, unfinished }: Verdict): string {
  const found = faults.map(({ file, number, what }) =>
    [file, number === undefined ? undefined : `line ${number}`, what].filter(Boolean).join(', '),
  );
  if (found.length > 0) return found.join('\n');
  if (first === undefined || last === undefined) return 'The record is empty.';
  return [
    `The record verifies: ${lines} line(s) in ${files} file(s), from ${shortTime(first.at)}.`,
    ...(unfinished > 0 ? [`Its last ${unfinished} bytes are no whole line yet.`] : []),
    `Last line: ${last.seq}:${last.hash}`,
  ].join('\n');
}

export function registerVerify(group: Command, context: Context): void {
  leaf(
    group,
    'verify',
    'Checks the whole record: exit code 1 when a line was altered, removed, added or moved.',
  )
    .option('--known <line>', 'a last line printed before, which must still be there')
    .action(async (options: Options) => {
      const known = options.known === undefined ? undefined : readKnown(options.known);
      let verdict: Verdict | undefined;
      await withData(context, options, async ({ record: { place, keys } }) => {
        const found = await withProgress(context, ({ at }) => {
          const doing = 'Checking the record';
          at(doing);
          return readRecord(place, keys, undefined, known, (done, of) => at(doing, done, of));
        });
        verdict = found;
        return { json: shownVerdict(found), text: inWords(found) };
      });
      const faults = verdict?.faults.length ?? 0;
      if (faults > 0)
        throw new Failure('internal', `the record does not verify: ${faults} fault(s)`);
    });
}
