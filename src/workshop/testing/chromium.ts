/**
 * Chromium for browser tests: the one at `CHROMIUM`, else Debian's.
 *
 * If there is none, tests written with `describeInBrowser` count as skipped and are named at the end;
 * with `CI=true` its absence is a failure.
 */
import { test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { findChromium, openBrowser } from '../lab/browser.ts';
import { describeUnless } from './needs.ts';

export { findChromium };

/** Starts a headless browser, each time a new one with an empty profile. The caller closes it. */
export async function launchChromium(): Promise<Browser> {
  const browser = await openBrowser();
  if (browser === undefined) throw new Error('no Chromium found; set CHROMIUM to its path');
  return browser;
}

/** `describe` if there is a Chromium; else the tests are skipped, or in CI one fails. */
export function describeInBrowser(name: string, tests: () => void): void {
  const isThere = findChromium() !== undefined;
  if (!isThere && process.env['CI'] === 'true') {
    test(`${name}: a Chromium to run in`, () => {
      throw new Error('no Chromium found, and CI must not skip browser tests');
    });
  }
  describeUnless(isThere ? undefined : 'Chromium (set CHROMIUM to its path)', name, tests);
}
