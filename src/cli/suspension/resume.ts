/** casement resume */
import type { Context } from '../context.ts';
import type { Command } from 'commander';
import { createSwitch } from '../../partitions/switch.ts';
import { leaf, withData } from '../leaf.ts';
import { readSelector, selectors, type SelectorOptions } from './selectors.ts';
import { inWords, shown } from './shown.ts';

export function registerResume(program: Command, context: Context): void {
  const command = leaf(
    program,
    'resume',
    'Lifts exactly one suspension; what another one covers stays suspended.',
  );
  selectors(command).action(async (options: SelectorOptions) =>
    withData(context, options, async (data) => {
      const operator = createSwitch(data.store, Date.now);
      const lifted = await operator.resume(await readSelector(data, options));
      const left = await operator.list();
      const words = await Promise.all(left.map(({ what }) => inWords(data, what)));
      const rest =
        words.length === 0 ? 'Nothing is suspended.' : `Still suspended: ${words.join(', ')}.`;
      return {
        json: { resumed: shown(lifted), suspended: left.map(shown) },
        text: `Resumed ${await inWords(data, lifted.what)}. ${rest}`,
      };
    }),
  );
}
