/** A store of which some operations on behalf of accounts are a test's own. */
import type { AccountId } from '../../identity/ids.ts';
import type { Store } from '../../storage/store.ts';
import type { Tenant } from '../../storage/tenant.ts';

/** Returns `store`; of each account, what `over` returns stands in the place of its own. */
export function overTenant<S extends Pick<Store, 'of'>>(
  store: S,
  over: (own: Tenant, account: AccountId) => Partial<Tenant>,
): S {
  return {
    ...store,
    of(account) {
      const own = store.of(account);
      const others = over(own, account);
      return new Proxy(own, {
        get(target, name) {
          const value: unknown = Reflect.get(Object.hasOwn(others, name) ? others : target, name);
          return typeof value === 'function' ? value.bind(target) : value;
        },
      });
    },
  };
}
