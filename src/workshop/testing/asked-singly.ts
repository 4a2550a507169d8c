/** A store whose one question for all sessions goes through its single ones, so that a test can meddle with these. */
import type { Foothold, Found } from '../../storage/revalidate.ts';
import type { Store } from '../../storage/store.ts';

/** Returns `store` with a `revalidate` that asks its own `revision`, `look` and `map.entry`. */
export function askedSingly(store: Store): Store {
  return {
    ...store,
    async revalidate(footholds) {
      const revision = await store.revision();
      const find = async ({ account, grant, device, ...at }: Foothold): Promise<Found> => {
        if (at.revision === revision) return 'unchanged';
        const { stands } = await store.look(account, grant);
        return { stands, entry: await store.map.entry(account, device) };
      };
      return { revision, found: await Promise.all(footholds.map(find)) };
    },
  };
}
