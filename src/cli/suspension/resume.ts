/** casement resume */
import { act } from '../act.ts';
import type { Context } from '../context.ts';
import type { Command } from 'commander';
import { forgetStop, keptStop } from '../../control/stop-file.ts';
import { createSwitch, type Suspension, type Switch } from '../../partitions/switch.ts';
import { leaf, type Data } from '../leaf.ts';
import { Failure } from '../../failures.ts';
import { readSelector, selectors, type SelectorOptions } from './selectors.ts';
import { inWords, shown } from './shown.ts';

/** Lifts what the database has, and what was kept in a file because it could not have it. */
async function resumeAll({ folder }: Data, operator: Switch): Promise<Suspension> {
  const kept = keptStop(folder, Date.now());
  // Also where it is over by this clock: the bridge may hold on to it.
  const lifted = await operator.resume({ of: 'all' }).catch((error: unknown) => {
    const missing = error instanceof Failure && error.code === 'not-found';
    if (!missing || kept === undefined) throw error;
    return { what: { of: 'all' } as const, since: kept.since, ...kept.terms };
  });
  forgetStop(folder);
  return lifted;
}

export function registerResume(program: Command, context: Context): void {
  const command = leaf(
    program,
    'resume',
    'Lifts exactly one suspension; what another one covers stays suspended.',
  );
  selectors(command).action(async (options: SelectorOptions) =>
    act(context, options, async (data) => {
      const operator = createSwitch(data.store, Date.now);
      const what = await readSelector(data, options);
      const lifted =
        what.of === 'all' ? await resumeAll(data, operator) : await operator.resume(what);
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
