/** casement make repeats */
import type { Command } from 'commander';
import { createMakeRegister } from '../../wall/partitions/serials.ts';
import type { Context } from '../context.ts';
import { leaf, withData, type CommonOptions } from '../leaf.ts';

export function registerMakeRepeats(group: Command, context: Context): void {
  leaf(
    group,
    'repeats <maker>',
    'Takes back casement make unique: its serial numbers are compared for a warning only.',
  ).action(async (maker: string, options: CommonOptions) =>
    withData(context, options, async ({ store, ring }) => {
      await createMakeRegister(store, ring, Date.now).repeats(maker);
      return {
        json: { make: maker },
        text: `The serial numbers of ${JSON.stringify(maker)} may repeat.`,
      };
    }),
  );
}
