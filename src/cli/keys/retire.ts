/** casement keys retire */
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { leaf, withData } from '../leaf.ts';
import { complete, retire, retireInPlace } from './change-keys.ts';
import {
  mustBeNew,
  shownRetired,
  retiredInWords,
  withKeys,
  withOut,
  writeOut,
  type OutOptions,
} from './work.ts';

export function registerRetire(group: Command, context: Context): void {
  withOut(
    leaf(
      group,
      'retire',
      'Seals everything with the newest key, and drops the keys that nothing needs.',
    ),
  ).action(async (options: OutOptions) =>
    withData(context, options, (data) =>
      withKeys(context, data, async (work) => {
        const { out } = options;
        if (out === undefined) {
          const retired = await complete(retireInPlace(work));
          return { json: shownRetired(retired), text: retiredInWords(retired) };
        }
        mustBeNew(out);
        const retired = await complete(retire(work));
        writeOut(out, retired.keys);
        return {
          json: { out, ...shownRetired(retired) },
          text: `${retiredInWords(retired)}\nPut ${out} in the place of ${work.file}.`,
        };
      }),
    ),
  );
}
