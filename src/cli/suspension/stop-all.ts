/**
 * casement suspend --all: the emergency stop. It goes to the bridge first, and works even if the database is
 * locked, damaged or gone.
 */
import { existsSync } from 'node:fs';
import { askFolder } from '../../bridge/control/ask-folder.ts';
import { keepStop, keptStop, type Stop } from '../../bridge/control/stop-file.ts';
import { Failure } from '../../common/failures.ts';
import { createSwitch, readReason } from '../../wall/operator/switch.ts';
import { dataFolder } from '../../storage/data-folder.ts';
import { openPostgres } from '../../storage/postgres/open.ts';
import { openSqlite } from '../../storage/sqlite/open.ts';
import type { Store } from '../../storage/store.ts';
import { bridgeRuns, howToSignal, inSilence } from '../act.ts';
import type { Context } from '../context.ts';
import { Unheard, Unwritten } from '../exits.ts';
import { isThere } from '../is-there.ts';
import { folderOf, howToName } from '../data-dir.ts';
import { databaseUrl } from '../open-store.ts';
import { print } from '../leaf.ts';
import { sayWaited, waitedOn } from './on-server.ts';
import type { SelectorOptions } from './selectors.ts';
import { shown } from './shown.ts';
import { readUntil } from './until.ts';

export interface StopOptions extends SelectorOptions {
  readonly until?: string;
  readonly reason?: string;
}

/** A mistyped folder must not pass for one in which everything is stopped. */
function mustBeDataFolder(context: Context, options: StopOptions): void {
  const folder = folderOf(context, options);
  const { database, keys, lock } = dataFolder(folder);
  if ([database, keys, lock].some(isThere)) return;
  throw new Failure(
    'not-found',
    `there is no data in ${folder}: ${howToName(context, options)}. A bridge whose folder is gone delivers nothing; ` +
      'kill -USR2 with its process id stops any other',
  );
}

const openAny = async (file: string, url: string | undefined): Promise<Store> =>
  url === undefined ? openSqlite({ file, mayMigrate: false }) : openPostgres({ url });

/** Writes the suspension as any other; returns false if the database does not take it. */
async function wrote(
  folder: string,
  url: string | undefined,
  { since, terms }: Stop,
): Promise<boolean> {
  const { database } = dataFolder(folder);
  if (url === undefined && !existsSync(database)) return false;
  try {
    const store = await openAny(database, url);
    try {
      await createSwitch(store, () => since).suspend({ of: 'all' }, terms);
      return true;
    } finally {
      await store.close();
    }
  } catch {
    return false;
  }
}

/**
 * Keeps it in the folder, if the bridge has not done so: that may have another one open, or no room on its
 * disk. Returns the reason if this process cannot do it either.
 */
function whyNotKept(folder: string, stop: Stop): string | undefined {
  try {
    const there = keptStop(folder);
    // One of a future time was asked for before the clock was put back.
    const isOlder = there !== undefined && (there.since < stop.since || there.since > Date.now());
    if (there === undefined || isOlder) keepStop(folder, stop);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const kept = 'stopped.json keeps it, and every start obeys that until casement resume --all';
const nowhere = (why: string): string =>
  `it could not be written down, neither in the database nor in stopped.json (${why})`;
const again = 'mend that, and run this command again';

/**
 * @throws Unheard if a bridge runs and does not answer, Unwritten if only the file has it, or only the bridge
 * knows; Failure `storage-down` if nothing was reached.
 */
export async function stopAll(context: Context, options: StopOptions): Promise<void> {
  const since = Date.now();
  const stop: Stop = {
    since,
    terms: {
      ...(options.until !== undefined && { until: readUntil(options.until, since) }),
      ...(options.reason !== undefined && { reason: readReason(options.reason) }),
    },
  };
  const folder = folderOf(context, options);
  mustBeDataFolder(context, options);
  const url = databaseUrl(context);
  const suspension = shown({ what: { of: 'all' }, since, ...stop.terms });
  const say = (bridge: string, text: string, more: object = {}): void =>
    print(context, options, { json: { ...suspension, bridge, ...more }, text });
  const nothing =
    url === undefined
      ? 'nothing is delivered'
      : 'nothing is delivered by the bridge on this folder (others on the database were not told)';
  const suspended = `Suspended everything until ${suspension.until ?? 'resumed'}.`;
  /** Says that it is written down, on a server once the bridges on it have acted, too. */
  async function sayWritten(bridge: string, text: string): Promise<void> {
    if (url === undefined) say(bridge, text);
    else sayWaited(await waitedOn(url), suspended, say);
  }

  if (bridgeRuns(folder)) {
    const reply = await askFolder(folder, { ask: 'stop', since, ...stop.terms });
    if (reply?.reply === 'stopped') {
      if (reply.written) return sayWritten('acted', suspended);
      const why = whyNotKept(folder, stop);
      // The database at this path may be as good as ever, only not the one that the bridge has open.
      if (reply.silent !== undefined && (await wrote(folder, url, stop))) {
        return say('silent', `${suspended}\n${inSilence(reply.silent)}`);
      }
      say('acted', suspended);
      throw new Unwritten(
        why === undefined
          ? `${nothing}, but the database does not have it yet: ${kept}`
          : `${nothing}, but ${nowhere(why)}: a bridge that is started anew delivers again. ` +
              `Do not restart it; ${again}`,
      );
    }
    const why = whyNotKept(folder, stop);
    const inStore = await wrote(folder, url, stop);
    if (why !== undefined && !inStore) {
      const goesOn = `the bridge on this folder does not answer, and delivery may go on${howToSignal(folder)}`;
      throw new Failure('storage-down', `${nowhere(why)}; ${goesOn}`);
    }
    if (inStore && url !== undefined) {
      const waited = await waitedOn(url);
      // A bridge that starts, or is of a version without rows, is none of those that were waited for.
      if (waited.acted.length + waited.over.length + waited.unheard.length > 0) {
        return sayWaited(waited, suspended, say);
      }
    }
    say('unheard', 'Everything is to be suspended.');
    const where = inStore ? 'it is written down' : kept;
    throw new Unheard(
      `${where}, but the bridge on this folder does not answer: delivery may go on${howToSignal(folder)}`,
    );
  }
  const why = whyNotKept(folder, stop);
  if (await wrote(folder, url, stop)) {
    return sayWritten(
      'none',
      `${suspended}\nNo bridge runs on this folder: it holds from its next start.`,
    );
  }
  if (why !== undefined) {
    throw new Failure('storage-down', `${nowhere(why)}: the next start delivers; ${again}`);
  }
  if (url !== undefined) {
    say('unheard', 'Everything is suspended from the next start of a bridge on this folder.');
    throw new Unheard(
      `the database does not have it yet (${kept}): what bridges of other folders show goes on while the database answers them`,
    );
  }
  say(
    'none',
    'Everything is suspended from the next start of the bridge; none runs on this folder.',
  );
  throw new Unwritten(`the database does not have it yet: ${kept}`);
}
