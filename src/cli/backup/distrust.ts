/** What a restore does to a database, from whatever copy it came. */
import { noteRestore, type Restored } from '../../wall/audit/note-restore.ts';
import { Failure } from '../../common/failures.ts';
import { readBuild } from '../../bridge/process/build.ts';
import { readCounter, writeCounter } from '../../bridge/data-folder/restore-counter.ts';
import type { Ended } from '../../storage/restores.ts';
import type { Store } from '../../storage/store.ts';
import { removeCanaries } from '../../tripwire/settled-canary.ts';
import type { Context } from '../context.ts';
import type { Data } from '../leaf.ts';

const unwritable = new Set(['EBUSY', 'EROFS', 'EACCES', 'EPERM']);

/**
 * Whether `replace` could put a key file in its place. It cannot if that is mounted: its old keys then go on
 * signing, but what they signed is worth nothing all the same, since no linking or session stands.
 */
export async function replacesKeys(replace: () => void | Promise<void>): Promise<boolean> {
  try {
    await replace();
    return true;
  } catch (error) {
    const cause: unknown = error instanceof Failure ? error.cause : error;
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    if (unwritable.has(code)) return false;
    throw error;
  }
}

export const oldKeysStay =
  'The key file cannot be written (mounted?): put new signing and ticket keys there by hand.';

const counterOf = ({ env }: Context): string | undefined =>
  env['RESTORE_COUNTER_FILE'] || undefined;

/** Returns what the counter elsewhere has seen of this database; 0 if it is another's, or there is none. */
async function countedOf(context: Context, { operator: { restores } }: Store): Promise<number> {
  const file = counterOf(context);
  const counter = file === undefined ? undefined : readCounter(file);
  return counter?.lineage === (await restores.lineage()).id ? counter.revision : 0;
}

interface Distrusted {
  readonly ended: Ended;
  /** The database's: see storage/restores.ts. */
  readonly lineage: string;
}

/**
 * Ends everything that rests on the database and leaves every account unconfirmed; its revision is then
 * higher than `known` and than any counted elsewhere.
 */
export async function distrust(context: Context, store: Store, known: number): Promise<Distrusted> {
  // They are nobody's, and are made anew at the next start.
  await removeCanaries(store);
  const ended = await store.operator.restores.distrust(
    Math.max(known, await countedOf(context, store)),
  );
  await store.operator.restores.setCounted(counterOf(context) !== undefined);
  const { id: lineage } = await store.operator.restores.lineage();
  return { ended, lineage };
}

/**
 * Counts it if counting is set. Call it once this is the database of the folder: until then the one that lies
 * there would be taken for an older one.
 */
export function countOn(context: Context, { lineage, ended }: Distrusted): void {
  const file = counterOf(context);
  if (file !== undefined) writeCounter(file, { lineage, revision: ended.revision });
}

/** Writes it into the record. */
export function noteEnded(
  { place, keys }: Data['record'],
  { grants, shares, revision }: Ended,
  how: Pick<Restored, 'by' | 'made'>,
): Promise<void> {
  return noteRestore(place, keys, { build: readBuild(), ...how, revision, grants, shares });
}

/** Says for people what has ended, and what to do. */
export const endedInWords = ({ grants, signIns, shares, takeOvers, accounts }: Ended): string =>
  `Ended ${grants} linking(s), ${signIns} sign-in(s) and ${shares} share(s). ` +
  (takeOvers > 0 ? `${takeOvers} --take-over(s) that waited for an address are void. ` : '') +
  `${accounts} account(s) wait for casement account confirm; then people link again.`;
