/** A demo bridge with its cameras elsewhere, and a display linked to one of its households. */
import { join } from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { DeviceId } from '../identity/ids.ts';
import { openKeyRing } from '../identity/keyring.ts';
import { demoFileName, readDemoFile, type DemoFile } from '../lab/demo/demo-file.ts';
import { noNames } from '../partitions/claims.ts';
import { createRegister } from '../partitions/register.ts';
import { dataFolder } from '../storage/data-folder.ts';
import { openSqlite } from '../storage/sqlite/open.ts';
import { openBrowser } from '../lab/browser.ts';
import type { Child } from './child.ts';
import { linkDisplay } from './linked-display.ts';
import type { Stage } from './stage.ts';

type Account = DemoFile['accounts'][number];
/** Everything on the stage. */
export interface Scene {
  readonly origin: string;
  readonly demo: DemoFile;
  readonly account: Account;
  readonly device: string;
  readonly display: BrowserContext;
  readonly cameras: Child;
}

/** Leads the household's cameras to those that run in a process of their own. */
async function reroute(folder: string, account: Account, urls: readonly string[]): Promise<void> {
  const { database, keys } = dataFolder(folder);
  const store = openSqlite({ file: database });
  const register = createRegister(store, openKeyRing(keys), noNames);
  for (const [at, { deviceId }] of account.cameras.entries()) {
    const rtsp = urls[at] ?? '';
    await register.setSource(DeviceId(deviceId), { rtsp, transport: 'auto', alwaysWarm: false });
  }
  await store.close();
}

/** Undefined where there is no Chromium. */
export async function setScene(stage: Stage): Promise<Scene | undefined> {
  const browser = await openBrowser();
  if (browser === undefined) return undefined;
  stage.later(() => browser.close());
  const folder = await stage.folder('demo');
  const { origin } = await stage.bridge({
    environment: { DATA_DIR: folder },
    cameraLingerMs: 0,
    stream: { openMs: 600_000, idleMs: 3_000, maxMs: 3_600_000 },
  });
  const demo = readDemoFile(join(folder, demoFileName));
  const account = demo?.accounts[0];
  const device = account?.cameras[0]?.deviceId;
  if (demo === undefined || account === undefined || device === undefined) {
    throw new Error('the demo has no household');
  }
  const { child: cameras, urls } = await stage.cameras(account.cameras.length);
  await reroute(folder, account, urls);
  const display = await linkDisplay(browser, origin, account);
  return { origin, demo, account, device, display, cameras };
}
