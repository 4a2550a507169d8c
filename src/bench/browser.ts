/** Chromium, for what only a browser can tell: when a picture is on the screen. */
import { accessSync, constants } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--autoplay-policy=no-user-gesture-required',
];

function executable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Path of a Chromium that can be started: the one at `CHROMIUM`, else Debian's, else undefined. */
export function findChromium(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string | undefined {
  const named = environment['CHROMIUM'];
  const paths = named === undefined ? ['/usr/bin/chromium', '/usr/bin/chromium-browser'] : [named];
  return paths.find(executable);
}

/** Starts it headless with an empty profile; undefined where there is none. The caller closes it. */
export async function openBrowser(): Promise<Browser | undefined> {
  const executablePath = findChromium();
  return executablePath === undefined
    ? undefined
    : chromium.launch({ executablePath, args: flags });
}
