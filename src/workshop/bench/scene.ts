/** A demo bridge with its cameras elsewhere, and a display linked to one of its accounts. */
import { join } from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { DeviceId } from '../../identity/ids.ts';
import { openKeyRing } from '../../identity/keyring.ts';
import { readDemoFile, type DemoFile } from '../../simulator/demo/demo-file.ts';
import { demoFileName } from '../../simulator/demo/demo-folder.ts';
import { noNames } from '../../wall/partitions/claims.ts';
import { streamForm } from '../../pictures/cameras/stream-form.ts';
import { createRegister } from '../../wall/operator/register.ts';
import { dataFolder } from '../../storage/data-folder.ts';
import { openSqlite } from '../../storage/sqlite/open.ts';
import { openBrowser } from '../lab/browser.ts';
import type { CameraKind } from './cameras-child.ts';
import type { Child } from './child.ts';
import { linkDisplay } from './linked-display.ts';
import type { Stage } from './stage.ts';

type Account = DemoFile['accounts'][number];
/** Everything on the stage. */
export interface Scene {
  /** Its data. */
  readonly folder: string;
  readonly origin: string;
  readonly demo: DemoFile;
  readonly account: Account;
  /** The other account. */
  readonly neighbour: Account;
  readonly device: string;
  readonly display: BrowserContext;
  readonly cameras: Child;
}

/** Leads the accounts' cameras to those that run in a process of their own. */
async function reroute(
  folder: string,
  devices: readonly string[],
  urls: readonly string[],
  onvif: readonly string[],
): Promise<void> {
  const { database, keys } = dataFolder(folder);
  const store = openSqlite({ file: database });
  const register = createRegister(store, openKeyRing(keys), noNames, streamForm);
  for (const [at, device] of devices.entries()) {
    const rtsp = urls[at] ?? '';
    const service = onvif[at];
    await register.setSource(DeviceId(device), {
      stream: rtsp,
      transport: 'auto',
      alwaysWarm: false,
      ...(service !== undefined && { onvif: service }),
    });
  }
  await store.close();
}

/** Returns undefined if there is no Chromium. */
export async function setScene(stage: Stage, kind: CameraKind = {}): Promise<Scene | undefined> {
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
  const [account, neighbour] = demo?.accounts ?? [];
  const device = account?.cameras[0]?.deviceId;
  if (
    demo === undefined ||
    account === undefined ||
    neighbour === undefined ||
    device === undefined
  ) {
    throw new Error('the demo has no two households');
  }
  const devices = [account, neighbour].flatMap((one) =>
    one.cameras.map(({ deviceId }) => deviceId),
  );
  const { child: cameras, urls } = await stage.cameras(devices.length, kind);
  const onvif = kind.onvif === true ? await cameras.ask<string[]>('onvif') : [];
  await reroute(folder, devices, urls, onvif);
  const display = await linkDisplay(browser, origin, account);
  return { folder, origin, demo, account, neighbour, device, display, cameras };
}
