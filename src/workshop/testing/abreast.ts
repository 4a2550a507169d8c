/** Work on many things, a few at a time. */

/**
 * Begins when it is first called. Each verdict is a promise of its own, which may be waited for late; it resolves or
 * rejects as the work on that item did.
 */
export function abreast<Item>(
  atOnce: number,
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): () => readonly Promise<void>[] {
  let verdicts: readonly Promise<void>[] | undefined;
  const begin = (): readonly Promise<void>[] => {
    const lanes: Promise<unknown>[] = Array.from({ length: atOnce }, () => Promise.resolve());
    return items.map((item, at) => {
      const verdict = (lanes[at % atOnce] ?? Promise.resolve()).then(() => work(item));
      lanes[at % atOnce] = verdict.catch(() => undefined);
      return verdict;
    });
  };
  return () => (verdicts ??= begin());
}

/**
 * Begins at once, for one test each: returns what awaits the work on the item at an index. If a test is tried again, the
 * work is done anew, and by itself.
 */
export function beginAbreast<Item>(
  atOnce: number,
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): (at: number) => Promise<void> {
  const verdicts = abreast(atOnce, items, work)();
  const tried = new Set<number>();
  return async (at) => {
    const item = items[at];
    if (item === undefined) throw new TypeError('there is no such work');
    const begun = tried.has(at) ? work(item) : verdicts[at];
    tried.add(at);
    await begun;
  };
}
