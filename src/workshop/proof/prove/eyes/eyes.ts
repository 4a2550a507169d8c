/** The eyes of a run: pages of Chromium in which pictures are decoded, drawn, and looked at. */
import type { Browser } from 'playwright-core';
import { missingBrowser, openBrowser } from '../../../lab/browser.ts';
import { createChance } from '../chance.ts';
import type { FrameKind } from '../oracle/findings.ts';
import type { World } from '../world.ts';
import { Eye } from './eye.ts';
import { eyesPage } from './page.ts';

export interface Eyes {
  /** How many there are. */
  readonly pages: number;
  /** Why there are none, if some were asked for. */
  readonly missing: string | undefined;
  /** Ends them; the run is over by then. */
  close(): Promise<void>;
}

async function openEye(world: World, browser: Browser, number: number, seed: string): Promise<Eye> {
  // A window of its own: what lies behind another one is not drawn, so nothing plays there.
  const page = await (await browser.newContext()).newPage();
  const address = `${world.origin}/eyes`;
  const body = eyesPage();
  await page.route(address, (route) => route.fulfill({ contentType: 'text/html', body }));
  page.on('request', (request) => {
    if (request.url() !== address) world.oracle.count.requests += 1;
  });
  const eye = new Eye(
    { ...world, chance: createChance(`${seed}/eye ${number}`) },
    page,
    address,
    number,
  );
  await page.exposeFunction(
    'look',
    (view: number, kind: FrameKind, width: number, height: number, pixels: string) =>
      eye.look(view, kind, width, height, pixels),
  );
  return eye;
}

/** Opens `count` of them and lets them watch until the world is over. The caller closes them. */
export async function openEyes(world: World, count: number, seed: string): Promise<Eyes> {
  const missing = count === 0 ? undefined : await missingBrowser();
  const browser = count === 0 || missing !== undefined ? undefined : await openBrowser();
  if (browser === undefined) return { pages: 0, missing, close: () => Promise.resolve() };
  try {
    const eyes = await Promise.all(
      Array.from({ length: count }, (_, number) => openEye(world, browser, number, seed)),
    );
    const lives = Promise.allSettled(eyes.map((eye) => eye.live(world.over)));
    return {
      pages: count,
      missing: undefined,
      async close() {
        await browser.close();
        await lives;
      },
    };
  } catch (error) {
    await browser.close();
    throw error;
  }
}
