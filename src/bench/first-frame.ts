/** From EXECUTE to the first decoded frame, on the virtual display in Chromium. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { link } from '../lab/link.ts';
import { shareWatched } from './fresh-right.ts';
import type { CameraKind } from './cameras-child.ts';
import type { Findings, Target } from './report.ts';
import { setScene, type Scene } from './scene.ts';
import type { Stage } from './stage.ts';
import { median } from './statistics.ts';
import { openStream, type Protocol } from './streams.ts';
import { watchHls } from './viewers.ts';
import { waitUntil } from './wait-until.ts';

const protocols: readonly Protocol[] = ['webrtc', 'hls'];
const states = ['cold', 'warm', 'fresh'] as const;
/**
 * Google's bar for a first frame, and ours where the camera is open already; with a fresh right the display
 * waits for the next key picture, which comes each second.
 */
const limits = { cold: 2000, warm: 500, fresh: 2000 };

/** A display that is on and plays `protocol`: its page is loaded, nothing is watched. */
async function switchOn({ display, origin }: Scene, protocol: Protocol): Promise<Page> {
  const page = await display.newPage();
  await page.goto(`${origin}/display?protocol=${protocol}`);
  await page.waitForSelector('.tile-state:not(:empty)');
  return page;
}

/** Presses the camera's tile, and goes back; gives the milliseconds the display tells. */
async function look(page: Page, device: string): Promise<number> {
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

/** Until nobody has a camera open: the last viewer, or a QUERY, may be just leaving. */
function untilCold(scene: Scene): Promise<void> {
  return waitUntil('the cameras to be closed', 30_000, async () => {
    if (!(await idle(scene))) return false;
    await pause(500);
    return idle(scene);
  });
}

async function measureCold(scene: Scene, page: Page, times: number): Promise<number[]> {
  const taken: number[] = [];
  for (let at = 0; at < times; at += 1) {
    await untilCold(scene);
    taken.push(await look(page, scene.device));
  }
  return taken;
}

/** The same while somebody else of the household has the camera open by the same protocol. */
async function measureWarm(
  scene: Scene,
  page: Page,
  times: number,
  protocol: Protocol,
): Promise<number[]> {
  const { origin, demo, account, device } = scene;
  const { accessToken: token } = await link({ origin, ...demo.oauth, ...account });
  const stream = await openStream(origin, { token, device }, protocol);
  const leave = protocol === 'hls' ? await watchHls(stream) : undefined;
  await pause(5_000);
  const taken: number[] = [];
  for (let at = 0; at < times; at += 1) {
    taken.push(await look(page, device));
    // Not in step with segments and key frames.
    await pause(at * 137);
  }
  await leave?.();
  await stream.disconnect();
  return taken;
}

/** The camera is open, but all that is buffered was filmed before the right to it began. */
async function measureFresh(scene: Scene, times: number, protocol: Protocol): Promise<number[]> {
  const right = await shareWatched(scene, protocol);
  await pause(5_000);
  const page = await switchOn(scene, protocol);
  const taken: number[] = [];
  for (let at = 0; at < times; at += 1) {
    await right.begin();
    taken.push(await look(page, right.device));
    await pause(at * 137);
  }
  await page.close();
  await right.close();
  return taken;
}

/**
 * Until the display plays: the browser's own first time, with nothing loaded and compiled yet, is not the bridge's;
 * and a camera whose key picture interval is not known yet is refused at first.
 */
async function warmUp(scene: Scene, page: Page): Promise<void> {
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

async function measure(scene: Scene, protocol: Protocol, times: number): Promise<Measured> {
  const page = await switchOn(scene, protocol);
  await warmUp(scene, page);
  const cold = await measureCold(scene, page, times);
  const warm = await measureWarm(scene, page, times, protocol);
  await page.close();
  const fresh = await measureFresh(scene, times, protocol);
  return { cold, warm, fresh };
}

type Measured = Readonly<Record<(typeof states)[number], readonly number[]>>;

/** Cameras of two kinds, the second with and without a service that can be asked for a key picture. */
const kinds: readonly { readonly name: string; readonly kind: CameraKind }[] = [
  { name: 'begins with a key picture', kind: {} },
  { name: 'opened midway between two, 2 s apart', kind: { startAt: 'middle', keySeconds: 2 } },
  {
    name: 'the same, with ONVIF',
    kind: { startAt: 'middle', keySeconds: 2, onvif: true },
  },
];

const none: Measured = { cold: [Infinity], warm: [Infinity], fresh: [Infinity] };

/** The part `first-frame`. */
export async function firstFrame(stage: Stage): Promise<Findings> {
  const rows: (string | number)[][] = [];
  const targets: Target[] = [];
  const times = stage.quick ? 2 : 9;
  for (const { name: which, kind } of kinds) {
    const found = await stage.scene(async (own) => {
      const scene = await setScene(own, kind);
      if (scene === undefined) stage.say('NOT MEASURED: there is no Chromium (set CHROMIUM)');
      const all = new Map<Protocol, Measured>();
      for (const protocol of protocols) {
        all.set(protocol, scene === undefined ? none : await measure(scene, protocol, times));
      }
      return all;
    });
    for (const state of states) {
      for (const protocol of protocols) {
        const taken = found.get(protocol)?.[state] ?? [Infinity];
        const most = Math.max(...taken);
        const beside = median(taken) / median(found.get('webrtc')?.[state] ?? [Infinity]);
        rows.push([which, protocol, state, median(taken), Math.min(...taken), most, beside]);
        stage.say(`${which}: ${protocol}, ${state}: ${taken.join(', ')} ms`);
        const name = `First frame, ${which}, ${protocol}, ${state}, slowest of ${times}`;
        targets.push({ name, value: most, limit: limits[state], unit: 'ms' });
      }
    }
    const [webrtc, hls] = protocols.map((protocol) =>
      median(found.get(protocol)?.cold ?? [Infinity]),
    );
    const name = `First frame, ${which}, cold: HLS behind WebRTC, medians`;
    targets.push({ name, value: (hls ?? Infinity) - (webrtc ?? 0), limit: 150, unit: 'ms' });
  }
  const table = {
    title: 'First frame',
    note:
      'Milliseconds from EXECUTE (the press of a tile) to the first decoded frame, on the virtual ' +
      `display in Chromium. Cold: nobody has the camera open. Fresh: it is open, but the right to it ` +
      `begins just then, and nothing filmed before may be shown. ${times} times each. The last column: ` +
      'the median as a multiple of that of WebRTC.',
    columns: ['camera', 'protocol', 'state', 'median', 'fastest', 'slowest', 'of WebRTC'],
    rows,
  };
  return { tables: [table], targets };
}
