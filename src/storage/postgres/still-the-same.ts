/** Checks whether a server still has the database that was opened: another one may have come to its address. */
import type { OperatorStore, Store } from '../store.ts';

export interface WatchedServer {
  /** The same for this database and every copy of it. */
  readonly identity: string;
  /** The highest revision that was seen. */
  readonly highest: number;
  /** Returns undefined while all is well, as of the last look, and begins another. */
  trouble(): { readonly why: string; readonly wentBack: boolean } | undefined;
}

const replaced = {
  why: 'another database has come to where DATABASE_URL leads: stop the bridge, and look which is the right one',
  wentBack: false,
};

/** Begins to look. */
export async function watchServer(
  store: Pick<Store, 'revision'> & OperatorStore<'restores'>,
): Promise<WatchedServer> {
  const { id: identity } = await store.operator.restores.lineage();
  let highest = await store.revision();
  let trouble: typeof replaced | undefined;
  let looking: Promise<void> | undefined;

  async function look(): Promise<void> {
    if ((await store.operator.restores.lineage()).id !== identity) trouble = replaced;
    else highest = Math.max(highest, await store.revision());
  }

  return {
    identity,
    get highest() {
      return highest;
    },
    trouble() {
      // A store that cannot be asked ends every lease.
      looking ??= look()
        .catch(() => undefined)
        .finally(() => (looking = undefined));
      return trouble;
    },
  };
}
