/** A store whose one question for all sessions goes through its single ones, so that a test can meddle with these. */
import type { Foothold, Found } from '../../storage/revalidate.ts';
import type { Store } from '../../storage/store.ts';

/** Returns `store` with a `revalidate` that asks its own `revision`, `look` and `map.entry`. */
export function askedSingly(store: Store): Store {
  return {
    ...store,
    async revalidate(footholds) {
      const all = await store.revision();
      const { control } = (await store.revalidate([])).revisions;
      const find = async ({ account, grant, device, revisions }: Foothold): Promise<Found> => {
        if (revisions.all === all) return 'unchanged';
        const { stands, revisions: now } = await store.of(account).look(grant);
        if (now.account !== 0 && now.account === revisions.account) return 'unchanged';
        return { stands, entry: await store.of(account).entry(device), revision: now.account };
      };
      return { revisions: { all, control }, found: await Promise.all(footholds.map(find)) };
    },
  };
}
