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
