/** casement keys rotate */
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { leaf, withData } from '../leaf.ts';
import { complete, rotateInPlace, withNew } from './change-keys.ts';
import {
  mustBeNew,
  shownRetired,
  retiredInWords,
  withKeys,
  withOut,
  writeOut,
  type OutOptions,
} from './work.ts';

interface Options extends OutOptions {
  readonly atOnce?: true;
}

const over = 'What the old ones signed is over: displays are handed new tokens, and ask anew.';
const believed =
  'What the old ones signed is believed until it runs out: casement keys list says when.';

export function registerRotate(group: Command, context: Context): void {
  withOut(
    leaf(
      group,
      'rotate',
      'Makes new keys for tokens, tickets and sealing, and seals everything anew.',
    ),
  )
    .option(
      '--at-once',
      'believe nothing any more that the old keys signed: streams end, displays are handed new tokens',
    )
    .action(async (options: Options) =>
      withData(context, options, (data) =>
        withKeys(context, data, async (work) => {
          const { out } = options;
          const terms = { endOld: options.atOnce === true };
          if (out === undefined) {
            const retired = await complete(rotateInPlace(work, terms));
            return {
              json: shownRetired(retired),
              text: `New keys sign and seal from now on. ${terms.endOld ? over : believed}\n${retiredInWords(retired)}`,
            };
          }
          mustBeNew(out);
          const keys = withNew(work, terms);
          writeOut(out, keys);
          const kids = shownRetired({ keys, resealed: 0, shut: 0, dropped: [] });
          return {
            json: { out, ...kids },
            text:
              `Old and new keys are in ${out}, for its owner only: put it in the place of ` +
              `${work.file}.\nOnce the bridge has taken it up, casement keys retire --out <file> ` +
              'writes it without the old ones.',
          };
        }),
      ),
    );
}
