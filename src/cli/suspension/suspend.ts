/** casement suspend */
import { act } from '../act.ts';
import type { Context } from '../context.ts';
import type { Command } from 'commander';
import { createSwitch } from '../../wall/operator/switch.ts';
import { leaf } from '../leaf.ts';
import { readSelector, selectors, type SelectorOptions } from './selectors.ts';
import { inWords, shown } from './shown.ts';
import { stopAll } from './stop-all.ts';
import { readUntil } from './until.ts';

interface Options extends SelectorOptions {
  readonly until?: string;
  readonly reason?: string;
  readonly force?: true;
}

export function registerSuspend(program: Command, context: Context): void {
  const command = leaf(
    program,
    'suspend',
    'Stops delivery within a second: streams end, and no new one starts. Devices stay listed and linked.',
  );
  selectors(command)
    .option('--until <when>', 'a time or a duration after which it ends (default: until resumed)')
    .option('--reason <text>', 'a note for operators, shown by casement suspensions')
    .option('--force', 'also a model that no camera has yet')
    .action(async (options: Options) => {
      const others = [options.account, options.model, options.device];
      if (options.all && others.every((one) => one === undefined)) {
        return stopAll(context, options);
      }
      return act(context, options, async (data) => {
        const until =
          options.until === undefined ? {} : { until: readUntil(options.until, Date.now()) };
        const what = await readSelector(data, options);
        const suspension = await createSwitch(data.store, Date.now).suspend(what, {
          ...until,
          ...(options.reason !== undefined && { reason: options.reason }),
          unknownModel: options.force === true,
        });
        const { until: end } = shown(suspension);
        const text = `Suspended ${await inWords(data, suspension.what)} until ${end ?? 'resumed'}.`;
        return { json: shown(suspension), text };
      });
    });
}
