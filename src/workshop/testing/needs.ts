/**
 * Tests that need something which this machine may not have. If it is missing they are skipped, and
 * the name of what is skipped says what was missing: `npm test` ends with a list of both.
 */
import { describe, test } from '@jest/globals';

/** What `src/workshop/setup/skipped.mjs` reads. */
export const without = (name: string, missing: string): string => `${name} [missing: ${missing}]`;

/** As `describe`; skipped where something is `missing`. */
export function describeUnless(missing: string | undefined, name: string, suite: () => void): void {
  if (missing === undefined) describe(name, suite);
  else describe.skip(without(name, missing), suite);
}

/** As `test`; skipped where something is `missing`. */
export function testUnless(
  missing: string | undefined,
  name: string,
  body: () => Promise<void> | void,
): void {
  if (missing === undefined) test(name, body);
  else test.skip(without(name, missing), body);
}
