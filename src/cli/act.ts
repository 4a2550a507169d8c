/**
 * The duty of a command that changes something by which a bridge may be delivering: to get the bridge's word
 * that it has acted. The folder's lock says whether a bridge runs, never its silence.
 */
import { askFolder } from '../bridge/control/ask-folder.ts';
import { readRunning } from '../bridge/control/running-bridge.ts';
import { dataFolder } from '../storage/data-folder.ts';
import { isHeld } from '../storage/sqlite/file-lock.ts';
import type { Context } from './context.ts';
import { Unheard } from './exits.ts';
import { withData, type Answer, type CommonOptions, type Data } from './leaf.ts';

/** What came of it: the bridge acted, none runs, or it delivers nothing in any case. */
type Heard = 'acted' | 'none' | 'silent';

interface Word {
  readonly bridge: Heard;
  /** A line for people; absent if all is as it should be. */
  readonly line?: string;
}

/** Returns how all delivery can be stopped if the bridge does not answer; empty if it left no word. */
export function howToSignal(folder: string): string {
  const running = readRunning(folder);
  return running === undefined ? '' : `; kill -USR2 ${running.pid} stops all of it`;
}

/** Whether a bridge runs on the folder. */
export const bridgeRuns = (folder: string): boolean => isHeld(dataFolder(folder).lock);

/** Says for people what a bridge does that has fallen silent by itself. */
export const inSilence = (why: string): string =>
  `The bridge delivers nothing any more: ${why}. Start it anew.`;

/**
 * Waits until the bridge that runs on the folder has acted on what was written.
 * @throws Unheard if one runs and does not say so.
 */
async function wordOfBridge({ folder, store, identity }: Data, otherwise?: string): Promise<Word> {
  if (!bridgeRuns(folder)) {
    return { bridge: 'none', line: 'No bridge runs on this folder: it holds from its next start.' };
  }
  const mayBe = otherwise ?? `delivery may go on${howToSignal(folder)}`;
  const revision = await store.revision().catch(() => undefined);
  if (revision === undefined) {
    const what = 'it is written down, but the database does not answer any more';
    throw new Unheard(`${what}, and the bridge was not asked: ${mayBe}`);
  }
  const reply = await askFolder(folder, { ask: 'act', revision, database: await identity() });
  if (reply?.reply === 'acted' && reply.revision >= revision) return { bridge: 'acted' };
  if (reply?.reply === 'silent') {
    return { bridge: 'silent', line: inSilence(reply.why) };
  }
  const why = reply?.reply === 'failed' ? reply.why : 'the bridge on this folder does not answer';
  throw new Unheard(`it is written down, but ${why}: ${mayBe}`);
}

/**
 * Does `work` as `withData` does, for a command that takes something away: prints its answer once the bridge has
 * acted, with the field `bridge` in JSON. `otherwise` says what may be if the bridge was not heard, unless that is
 * simply that delivery goes on.
 * @throws Unheard, after the answer was printed, if a bridge runs and was not heard.
 */
export async function act(
  context: Context,
  options: CommonOptions,
  work: (data: Data) => Promise<Answer & { readonly json: object }>,
  otherwise?: string,
): Promise<void> {
  let unheard: Unheard | undefined;
  await withData(context, options, async (data) => {
    const { json, text } = await work(data);
    try {
      const { bridge, line } = await wordOfBridge(data, otherwise);
      const lines = line === undefined ? text : `${text}\n${line}`;
      return { json: { ...json, bridge }, text: lines };
    } catch (error) {
      if (!(error instanceof Unheard)) throw error;
      unheard = error;
      return { json: { ...json, bridge: 'unheard' }, text };
    }
  });
  if (unheard !== undefined) throw unheard;
}
