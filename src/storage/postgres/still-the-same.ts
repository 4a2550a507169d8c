/**
 * Checks whether a server still has the database that was opened, and all that it had: another one may have come to its
 * address, an older copy into its place, or a standby that was promoted before it had everything.
 */
import type { OperatorStore, Store } from '../store.ts';

export interface WatchedServer {
  /** The same for this database and every copy of it. */
  readonly identity: string;
  /** The highest `restores.reached` that was seen. */
  readonly highest: number;
  /** Returns undefined while all is well, as of the last look, and begins another. */
  trouble(): { readonly why: string; readonly wentBack: boolean } | undefined;
}

const replaced = {
  why: 'another database has come to where DATABASE_URL leads: stop the bridge, and look which is the right one',
  wentBack: false,
};
const goneBack = {
  why:
    'the database of DATABASE_URL has gone back to an earlier state (an older copy, or a promotion that lost what was ' +
    'committed): stop the bridge, then put the newest database back, or run casement after-restore',
  wentBack: true,
};

/** Begins to look. */
export async function watchServer(
  store: Pick<Store, 'bridges'> & OperatorStore<'restores'>,
): Promise<WatchedServer> {
  const {
    operator: { restores },
    bridges,
  } = store;
  const { id: identity } = await restores.lineage();
  let highest = await restores.reached();
  let trouble: typeof replaced | undefined;
  let looking: Promise<void> | undefined;

  async function look(): Promise<void> {
    if ((await restores.lineage()).id !== identity) {
      trouble = replaced;
      return;
    }
    // Also what the looks of sessions found: more than this one may know. Of another database it says nothing.
    const before = highest;
    const now = await restores.reached();
    highest = Math.max(highest, now);
    if (now < before || bridges?.wentBack === true) trouble ??= goneBack;
  }

  return {
    identity,
    get highest() {
      return Math.max(highest, bridges?.highest ?? 0);
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
