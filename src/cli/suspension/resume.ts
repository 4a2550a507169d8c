/** casement resume */
import { act, bridgeRuns } from '../act.ts';
import type { Context } from '../context.ts';
import type { Command } from 'commander';
import { askFolder } from '../../bridge/control/ask-folder.ts';
import { forgetStop, keptStop, type Stop } from '../../bridge/control/stop-file.ts';
import { createSwitch, type Suspension, type Switch } from '../../wall/operator/switch.ts';
import { leaf, type Data } from '../leaf.ts';
import { Failure } from '../../common/failures.ts';
import { inForce } from './in-force.ts';
import { readSelector, selectors, type SelectorOptions } from './selectors.ts';
import { inWords, shown } from './shown.ts';

/** The bridge that runs there did not say what it holds. */
const silent = 'silent';

/**
 * Takes back what the bridge holds and has not written down yet.
 * @throws Failure if it cannot take that back.
 */
async function takeBack(folder: string): Promise<Stop | typeof silent | undefined> {
  if (!bridgeRuns(folder)) return undefined;
  const reply = await askFolder(folder, { ask: 'resume' });
  if (reply === undefined) return silent;
  if (reply.reply === 'failed') {
    const what = 'the bridge cannot take back the stop that it holds, which goes on';
    throw new Failure('storage-down', `${what}: ${reply.why}; try again`);
  }
  if (reply.reply !== 'resumed' || reply.since === undefined) return undefined;
  return { since: reply.since, terms: {} };
}

/** Lifts what the database has, what the bridge still holds, and what was kept in a file. */
async function resumeAll({ folder }: Data, operator: Switch): Promise<Suspension> {
  const held = await takeBack(folder);
  const kept = keptStop(folder) ?? (held === silent ? undefined : held);
  // Even if it is over by this clock: the bridge may hold on to it.
  const lifted = await operator.resume({ of: 'all' }).catch((error: unknown) => {
    const missing = error instanceof Failure && error.code === 'not-found';
    if (!missing || kept === undefined) throw error;
    // The bridge may be about to write that stop down.
    if (held === silent) {
      throw new Failure(
        'storage-down',
        'the bridge on this folder does not say whether it holds a stop that is not written down: it goes on; try again',
      );
    }
    return { what: { of: 'all' } as const, since: kept.since, ...kept.terms };
  });
  forgetStop(folder);
  return lifted;
}

/**
 * Returns what goes on being suspended. The one that was meant is lifted by now: failing to read the rest is
 * no failure.
 */
async function whatIsLeft(data: Data) {
  try {
    const left = await inForce(data);
    const words = await Promise.all(left.map(({ what }) => inWords(data, what)));
    const text =
      words.length === 0 ? 'Nothing is suspended.' : `Still suspended: ${words.join(', ')}.`;
    return { json: left.map(shown), text };
  } catch {
    const text = 'What else is suspended could not be read: see casement suspensions.';
    return { json: null, text };
  }
}

const mayGoOn = 'what it holds back it may go on holding back';

export function registerResume(program: Command, context: Context): void {
  const command = leaf(
    program,
    'resume',
    'Lifts exactly one suspension; what another one covers stays suspended.',
  );
  selectors(command).action(async (options: SelectorOptions) =>
    act(
      context,
      options,
      async (data) => {
        const operator = createSwitch(data.store, Date.now);
        const what = await readSelector(data, options);
        const named = await inWords(data, what);
        const lifting = what.of === 'all' ? resumeAll(data, operator) : operator.resume(what);
        const lifted = await lifting.catch(async (error: unknown) => {
          if (!(error instanceof Failure) || error.code !== 'not-found') throw error;
          // Often another one is meant than the one that was named.
          const { text } = await whatIsLeft(data);
          throw new Failure('not-found', `${error.message}. ${text}`, { cause: error });
        });
        const left = await whatIsLeft(data);
        return {
          json: { resumed: shown(lifted), suspended: left.json },
          text: `Resumed ${named}. ${left.text}`,
        };
      },
      mayGoOn,
    ),
  );
}
