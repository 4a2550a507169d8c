/** Which scenario has its turn when: decided by the seed alone. */
import { createChance } from './chance.ts';

/** Every scenario once, in an order of the seed's; then again, in another; without end. */
export function* scheduleOf(seed: string, names: readonly string[]): Generator<string, never> {
  for (let cycle = 0; ; cycle += 1) {
    yield* createChance(`${seed}/cycle ${cycle}`).shuffled(names);
  }
}
