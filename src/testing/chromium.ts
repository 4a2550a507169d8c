/**
 * Chromium for browser tests: the one at `CHROMIUM`, else Debian's.
 *
 * Where there is none, tests written with `describeInBrowser` count as skipped and say so loudly;
 * with `CI=true` its absence is a failure.
 */
import { accessSync, constants } from 'node:fs';
import { describe, test } from '@jest/globals';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

/** Nothing of Chromium's own may ask for the network. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

function executable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Path of a Chromium that can be started; undefined when there is none. */
export function findChromium(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string | undefined {
  const named = environment['CHROMIUM'];
  const paths = named === undefined ? ['/usr/bin/chromium', '/usr/bin/chromium-browser'] : [named];
  return paths.find(executable);
}

/** Starts a headless browser, each time a new one with an empty profile. The caller closes it. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('no Chromium found; set CHROMIUM to its path');
  return chromium.launch({ executablePath, args: flags });
}

/** `describe` where there is a Chromium; else the tests are skipped, or in CI one fails. */
export function describeInBrowser(name: string, tests: () => void): void {
  if (findChromium() !== undefined) {
    describe(name, tests);
    return;
  }
  process.stderr.write(
    `\n*** BROWSER TESTS SKIPPED: no Chromium found (set CHROMIUM): ${name} ***\n\n`,
  );
  if (process.env['CI'] === 'true') {
    test(`${name}: a Chromium to run in`, () => {
      throw new Error('no Chromium found, and CI must not skip browser tests');
    });
  }
  describe.skip(name, tests);
}
