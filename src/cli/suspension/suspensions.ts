/** casement suspensions */
import type { Context } from '../context.ts';
import type { Command } from 'commander';
import { leaf, withData, type CommonOptions } from '../leaf.ts';
import { table } from '../table.ts';
import { doubt, inForce } from './in-force.ts';
import { cells, shown } from './shown.ts';

export function registerSuspensions(program: Command, context: Context): void {
  leaf(program, 'suspensions', 'Lists what is suspended.').action(async (options: CommonOptions) =>
    withData(context, options, async (data) => {
      const suspensions = await inForce(data);
      const rows = await Promise.all(suspensions.map((one) => cells(data, one)));
      const head = ['SUSPENDED', 'SINCE', 'UNTIL', 'REASON'];
      const text = table(head, rows, 'Nothing is suspended.') + doubt(suspensions);
      return { json: suspensions.map(shown), text };
    }),
  );
}
