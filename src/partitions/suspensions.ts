/**
 * What the operator holds back: a set of suspensions, of which any one forbids. That of a device holds
 * for whatever leads to the same camera. Every session is
 * held against it when it starts and at every look behind a lease.
 */
import type { MappedDevice } from '../storage/device-map.ts';
import type { Store } from '../storage/store.ts';
import type { SuspensionScope } from '../storage/suspensions.ts';

/** Whether pictures of the camera behind a map entry are held back from that entry's account. */
export type Forbids = (entry: MappedDevice) => boolean;

export interface Suspensions {
  /**
   * What is forbidden as of the store's revision `revision`, which the caller has just read: the
   * store is asked for the list only when that has changed since the last time.
   */
  at(revision: number): Promise<Forbids>;
  /** Forbids everything from now on, whatever the store says. */
  hold(): void;
  /** Leaves it to the store again. */
  release(): void;
}

const all = 'all';

/** The same text for the same scope, and for no other. */
export function keyOf(scope: SuspensionScope): string {
  if (scope.of === 'account') return `account ${scope.account}`;
  if (scope.of === 'camera') return `camera ${scope.camera}`;
  return scope.of === 'model' ? `model ${scope.model}` : all;
}

const keysOf = ({ account, camera, model }: MappedDevice): readonly string[] => [
  all,
  `account ${account}`,
  `camera ${camera}`,
  ...(model === undefined ? [] : [`model ${model}`]),
];

/** `now`: milliseconds since 1970; decides when a suspension is over by itself. */
export function createSuspensions(store: Store, now: () => number): Suspensions {
  let kept: { readonly revision: number; readonly forbids: Forbids } | undefined;
  let held = false;

  async function read(): Promise<Forbids> {
    const ends = new Map<string, number>();
    const add = (scope: SuspensionScope, until: number): void => {
      const key = keyOf(scope);
      ends.set(key, Math.max(until, ends.get(key) ?? until));
    };
    for (const { scope, until = Infinity } of await store.suspensions.list()) {
      add(scope, until);
      if (scope.of !== 'camera') continue;
      // The camera itself is meant, not the row: every row that leads to the same place.
      for (const camera of await store.places.sharing(scope.camera))
        add({ of: 'camera', camera }, until);
    }
    const forbidden = (key: string): boolean => now() < (ends.get(key) ?? -Infinity);
    return (entry) => held || (ends.size > 0 && keysOf(entry).some(forbidden));
  }

  return {
    async at(revision) {
      if (kept?.revision === revision) return kept.forbids;
      // As new as that revision or newer: it is read after the revision was.
      const forbids = await read();
      kept = { revision, forbids };
      return forbids;
    },
    hold() {
      held = true;
    },
    release() {
      held = false;
    },
  };
}
