/** A display's look at a camera, and the cameras that it looks at. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { until } from '../until.ts';
import type { CameraKind } from './cameras-child.ts';
import type { Scene } from './scene.ts';
import type { Protocol } from './streams.ts';

/** Cameras of two kinds, the second with and without a service that can be asked for a key picture. */
export const firstFrameKinds: readonly { readonly name: string; readonly kind: CameraKind }[] = [
  { name: 'begins with a key picture', kind: {} },
  { name: 'opened midway between two, 2 s apart', kind: { startAt: 'middle', keySeconds: 2 } },
  {
    name: 'the same, with ONVIF',
    kind: { startAt: 'middle', keySeconds: 2, onvif: true },
  },
];

/** A display that is on and plays `protocol`: its page is loaded, nothing is watched. */
export async function switchOn({ display, origin }: Scene, protocol: Protocol): Promise<Page> {
  const page = await display.newPage();
  await page.goto(`${origin}/display?protocol=${protocol}`);
  await page.waitForSelector('.tile-state:not(:empty)');
  return page;
}

/** Presses the camera's tile, and goes back; returns the milliseconds that the display reports. */
export async function look(page: Page, device: string): Promise<number> {
  await page.click(`.tile[data-device="${device}"]`);
  const settled = page.locator('body[data-first-frame-ms], body[data-error]');
  await settled.waitFor({ state: 'attached', timeout: 20_000 });
  const firstFrameMs = await page.getAttribute('body', 'data-first-frame-ms');
  if (firstFrameMs === null) throw new Error('the display could not play');
  await page.keyboard.press('Escape');
  await page.locator('body[data-state="home"]').waitFor({ state: 'attached' });
  return Number(firstFrameMs);
}

async function idle({ cameras }: Scene): Promise<boolean> {
  const viewers = await cameras.ask<number[]>('viewers');
  return viewers.every((count) => count === 0);
}

/** Waits until nobody has a camera open: the last viewer, or a QUERY, may be just leaving. */
export async function untilCold(scene: Scene): Promise<void> {
  async function isCold(): Promise<boolean> {
    if (!(await idle(scene))) return false;
    await pause(500);
    return idle(scene);
  }
  await until(isCold, 30_000, { what: 'the cameras to be closed', intervalMs: 50 });
}

/** Milliseconds to the first picture, each time with the camera closed before. */
export async function measureCold(scene: Scene, page: Page, times: number): Promise<number[]> {
  const taken: number[] = [];
  for (let at = 0; at < times; at += 1) {
    await untilCold(scene);
    taken.push(await look(page, scene.device));
  }
  return taken;
}

/**
 * Waits until the display plays: the browser's own first time, with nothing loaded and compiled yet, is not
 * the bridge's; and a camera whose key picture interval is not known yet is refused at first.
 */
export async function warmUp(scene: Scene, page: Page): Promise<void> {
  for (let tries = 3; ; tries -= 1) {
    try {
      await look(page, scene.device);
      return;
    } catch (error) {
      if (tries === 0) throw error;
      await page.reload();
      await page.waitForSelector('.tile-state:not(:empty)');
      await pause(2_000);
    }
  }
}
