/** Reading what may be very long a page at a time. */
import { setImmediate as turn } from 'node:timers/promises';

/** What stands behind `after` in the order of its key, from the beginning if that is left out; at most `most`. */
export interface Page<Key> {
  readonly after?: Key;
  readonly most: number;
}

/** How much is read in one go where nobody says: a bridge has other work to do in between. */
const usual = 200;

/**
 * Reads everything, a page at a time: for the few jobs that need it all. `keyOf` gives the key of the last one of a
 * page, behind which the next one begins. What is added meanwhile may be left out.
 */
export async function* inPages<T, Key>(
  read: (page: Page<Key>) => Promise<readonly T[]>,
  keyOf: (last: T) => Key,
  most: number = usual,
): AsyncGenerator<readonly T[], void, undefined> {
  let page: Page<Key> = { most };
  for (;;) {
    const found = await read(page);
    if (found.length > 0) yield found;
    const last = found.at(-1);
    if (last === undefined || found.length < most) return;
    page = { most, after: keyOf(last) };
    await turn();
  }
}

/** Returns `all` in parts of at most `most`, in their order. */
export function partsOf<T>(all: readonly T[], most: number = usual): readonly (readonly T[])[] {
  const parts: (readonly T[])[] = [];
  for (let at = 0; at < all.length; at += most) parts.push(all.slice(at, at + most));
  return parts;
}
