/**
 * The duty of a command that changes something by which a bridge may be delivering: to get the word of every bridge
 * that it has acted. The folder's lock says whether a bridge runs, never its silence; where the database is on a server,
 * the rows of bridges there do.
 */
import { askFolder } from '../bridge/control/ask-folder.ts';
import type { Reply } from '../bridge/control/messages.ts';
import { readRunning } from '../bridge/control/running-bridge.ts';
import type { Bridges } from '../storage/bridges.ts';
import { dataFolder } from '../storage/data-folder.ts';
import { isHeld } from '../storage/sqlite/file-lock.ts';
import type { Context } from './context.ts';
import { Unheard } from './exits.ts';
import { withData, type Answer, type CommonOptions, type Data } from './leaf.ts';
import { unheardInWords, waitedInJson, waitedInWords, waitForBridges } from './wait-for-bridges.ts';

/** What came of it: every bridge acted, none runs, or it delivers nothing in any case. */
type Heard = 'acted' | 'none' | 'silent';

interface Word {
  readonly bridge: Heard;
  /** For JSON, where the database is on a server. */
  readonly bridges?: ReturnType<typeof waitedInJson>;
  /** A line for people; absent if all is as it should be. */
  readonly line?: string;
}

/** Returns how all delivery can be stopped if the bridge does not answer; empty if it left no word. */
export function howToSignal(folder: string): string {
  const running = readRunning(folder);
  return running === undefined ? '' : `; kill -USR2 ${running.pid} stops all of it`;
}

/** The same where one runs elsewhere. */
export const elsewhere = '; kill -USR2 with its process id stops all of it there';

/** Whether a bridge runs on the folder. */
export const bridgeRuns = (folder: string): boolean => isHeld(dataFolder(folder).lock);

/** Says for people what a bridge does that has fallen silent by itself. */
export const inSilence = (why: string): string =>
  `The bridge delivers nothing any more: ${why}. Start it anew.`;

const noAnswer = 'the bridge on this folder does not answer';
const gone = 'it is written down, but the database does not answer any more';

/** Has the bridge of this folder look at once; returns its answer if one runs there. */
async function nudge({ folder, store, identity }: Data): Promise<Reply | undefined> {
  const [revision, database] = [await store.revision(), await identity()];
  return askFolder(folder, { ask: 'act', revision, database });
}

/**
 * Waits until every bridge on the server's database has acted on what was written, wherever it runs.
 * @throws Unheard if one does not say so.
 */
async function wordOfServer(data: Data, bridges: Bridges, otherwise: string): Promise<Word> {
  const isHere = bridgeRuns(data.folder);
  const asking = isHere ? nudge(data).catch(() => undefined) : undefined;
  const waited = await waitForBridges(bridges).catch(() => {
    throw new Unheard(`${gone}, and the bridges on it were not asked: ${otherwise}`);
  });
  const line = waitedInWords(waited);
  const found = { bridges: waitedInJson(waited), ...(line !== undefined && { line }) };
  if (waited.unheard.length > 0) {
    const which = `${line === undefined ? '' : `${line}\n`}it is written down, but ${unheardInWords(waited)}`;
    throw new Unheard(`${which}: ${otherwise}`, waitedInJson(waited));
  }
  const reply = await asking;
  if (reply?.reply === 'silent') return { ...found, bridge: 'silent', line: inSilence(reply.why) };
  if (line !== undefined) return { ...found, bridge: 'acted' };
  // It starts, and looks before it shows anything; or it is of a version without rows.
  if (isHere && reply?.reply !== 'acted') {
    throw new Unheard(`it is written down, but ${noAnswer}: ${otherwise}`, waitedInJson(waited));
  }
  if (isHere) return { ...found, bridge: 'acted' };
  const none = 'No bridge runs on this database: it holds from the next start of one.';
  return { ...found, bridge: 'none', line: none };
}

/**
 * Waits until the bridge that runs on the folder has acted on what was written.
 * @throws Unheard if one runs and does not say so.
 */
async function wordOfBridge(data: Data, otherwise?: string): Promise<Word> {
  const { folder, store, identity } = data;
  if (store.bridges !== undefined) {
    return wordOfServer(data, store.bridges, otherwise ?? `delivery may go on${elsewhere}`);
  }
  if (!bridgeRuns(folder)) {
    return { bridge: 'none', line: 'No bridge runs on this folder: it holds from its next start.' };
  }
  const mayBe = otherwise ?? `delivery may go on${howToSignal(folder)}`;
  const revision = await store.revision().catch(() => undefined);
  if (revision === undefined) {
    throw new Unheard(`${gone}, and the bridge was not asked: ${mayBe}`);
  }
  const reply = await askFolder(folder, { ask: 'act', revision, database: await identity() });
  if (reply?.reply === 'acted' && reply.revision >= revision) return { bridge: 'acted' };
  if (reply?.reply === 'silent') {
    return { bridge: 'silent', line: inSilence(reply.why) };
  }
  const why = reply?.reply === 'failed' ? reply.why : noAnswer;
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
      const { line, ...word } = await wordOfBridge(data, otherwise);
      const lines = line === undefined ? text : `${text}\n${line}`;
      return { json: { ...json, ...word }, text: lines };
    } catch (error) {
      if (!(error instanceof Unheard)) throw error;
      unheard = error;
      const { bridges } = error;
      return { json: { ...json, bridge: 'unheard', ...(bridges && { bridges }) }, text };
    }
  });
  if (unheard !== undefined) throw unheard;
}
