/** Suspensions as the commands print them. */
import type { Suspendable, Suspension } from '../../wall/operator/switch.ts';
import type { Data } from '../leaf.ts';

const iso = (at: number): string => new Date(at).toISOString();

/** Says what is suspended, in words that can follow "suspended" and "resumed". */
export async function inWords({ store, register }: Data, what: Suspendable): Promise<string> {
  if (what.of === 'all') return 'everything';
  if (what.of === 'model') return `model ${JSON.stringify(what.model)}`;
  if (what.of === 'account') {
    const account = await store.of(what.account).record();
    return `account ${account?.email ?? what.account}`;
  }
  const { name } = await register.device(what.device);
  return `device ${what.device} (${JSON.stringify(name)})`;
}

/** Returns one suspension for `--json`. */
export function shown({ what, since, until, reason }: Suspension) {
  return {
    ...what,
    since: iso(since),
    until: until === undefined ? null : iso(until),
    reason: reason ?? null,
  };
}

/** Returns one suspension as cells of a table: what, since, until, reason. */
export async function cells(data: Data, suspension: Suspension): Promise<readonly string[]> {
  const { what, since, until, reason = '' } = suspension;
  const end = until === undefined ? 'resumed' : iso(until);
  return [await inWords(data, what), iso(since), end, reason];
}
