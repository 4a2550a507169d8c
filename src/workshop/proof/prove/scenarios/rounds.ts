/** How the revocations of one turn follow upon each other. */
import type { World } from '../world.ts';
import { waitFor } from '../wait-for.ts';

/** How long apart they are, in milliseconds: they meet the bridge at any moment of its own rounds. */
const apartMs = 60;
/** How long displays get to come back before others lose something, in milliseconds. */
export const backMs = 2_500;
const manyAccounts = 100;

/** Waits `ms` at least, and until displays have made so many requests; not longer than eight times that. */
export async function lasts(world: World, ms: number, requests: number): Promise<void> {
  const { oracle } = world;
  const enough = oracle.total('requests') + requests;
  await world.pause(ms);
  await waitFor(world, () => oracle.total('requests') >= enough, 7 * ms, 100);
}

/** Does `work` for each, one a little after the other, and waits for all. */
export async function oneByOne<T>(
  world: World,
  list: readonly T[],
  work: (one: T, at: number) => Promise<void>,
): Promise<void> {
  await Promise.all(
    list.map(async (one, at) => {
      await world.pause(at * apartMs);
      if (!world.over.aborted) await work(one, at);
    }),
  );
}

/**
 * Does `work` twice; in between, those who lost something have time to come back. Does it once if there are
 * so few accounts that it would be the same ones again.
 */
export async function twice(world: World, work: () => Promise<void>): Promise<void> {
  await work();
  if (world.accounts.length < manyAccounts) return;
  await world.pause(backMs);
  if (!world.over.aborted) await work();
}
