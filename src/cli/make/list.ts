/** casement make list */
import type { Command } from 'commander';
import { createMakeRegister } from '../../wall/partitions/serials.ts';
import type { Context } from '../context.ts';
import { leaf, withData, type CommonOptions } from '../leaf.ts';
import { table } from '../table.ts';

export function registerMakeList(group: Command, context: Context): void {
  leaf(group, 'list', 'Lists the makes whose serial numbers are unique.').action(
    async (options: CommonOptions) =>
      withData(context, options, async ({ store, ring }) => {
        const makes = await createMakeRegister(store, ring, Date.now).list();
        const found = makes.map(({ name, since }) => ({
          make: name,
          since: new Date(since).toISOString(),
        }));
        const rows = found.map(({ make, since }) => [make, since]);
        return {
          json: found,
          text: table(
            ['MAKE', 'SINCE'],
            rows,
            'Of no make it is said that its serial numbers are unique.',
          ),
        };
      }),
  );
}
