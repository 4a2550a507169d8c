/** Chromium, for what only a browser can say: when a picture is on the screen. */
import { accessSync, constants } from 'node:fs';
import type { Browser } from 'playwright-core';

const disabledFeatures = [
  // Two pages for the suggestions below an address line that nobody sees, made anew for every window: most of what a window costs.
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  // A renderer kept ready for a page that mostly does not come.
  'SpareRendererForSitePerProcess',
  // Of Playwright's own list, which is void if there is another: what would ask the network by itself, or change pages.
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
];

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--autoplay-policy=no-user-gesture-required',
  `--disable-features=${disabledFeatures.join(',')}`,
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

/** Its driver is there for development only, and not with an installed Casement. */
async function driver() {
  try {
    return (await import('playwright-core')).chromium;
  } catch {
    return undefined;
  }
}

/** Returns why no browser can be started here, if so. */
export async function missingBrowser(): Promise<string | undefined> {
  if (findChromium() === undefined) return 'there is no Chromium (set CHROMIUM to its path)';
  return (await driver()) === undefined ? 'playwright-core is not installed' : undefined;
}

/** Starts it headless with an empty profile; returns undefined if there is none. The caller closes it. */
export async function openBrowser(): Promise<Browser | undefined> {
  const executablePath = findChromium();
  const chromium = await driver();
  if (executablePath === undefined || chromium === undefined) return undefined;
  return chromium.launch({ executablePath, args: flags });
}
