/** A test for each of some operations. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Operation } from './errand.ts';
import { openGround, type Ground } from './ground.ts';
import { search } from './search.ts';

/** Declares the tests: every point of every operation is tried. */
export function searchEach(operations: readonly Operation[]): void {
  let ground: Ground;
  beforeAll(async () => {
    ground = await openGround();
  });
  afterAll(() => ground.close());

  test.each(operations.map((operation) => [operation.name, operation] as const))(
    '%s, broken off at any await: each is answered for itself, and nothing is left over',
    async (_, operation) => {
      expect(await search(operation, ground)).toBeGreaterThan(0);
    },
    240_000,
  );
}
