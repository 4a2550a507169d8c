/** From EXECUTE to the first decoded frame, on the virtual display in Chromium. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { link } from '../../simulator/client/link.ts';
import { shareWatched } from './fresh-right.ts';
import { firstFrameKinds, look, measureCold, switchOn, warmUp } from './looks.ts';
import type { Findings, Target } from './report.ts';
import { setScene, type Scene } from './scene.ts';
import type { Stage } from './stage.ts';
import { median } from './statistics.ts';
import { openStream, type Protocol } from './streams.ts';
import { watchHls } from './viewers.ts';

const protocols: readonly Protocol[] = ['webrtc', 'hls'];
const states = ['cold', 'warm', 'fresh'] as const;
/**
 * Google's limit for a first frame, and ours if the camera is open already; with a fresh right the display
 * waits for the next key picture, which comes each second.
 */
const limits = { cold: 2000, warm: 500, fresh: 2000 };

/** The same while somebody else of the account has the camera open by the same protocol. */
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

const none: Measured = { cold: [Infinity], warm: [Infinity], fresh: [Infinity] };

/** The part `first-frame`. */
export async function firstFrame(stage: Stage): Promise<Findings> {
  const rows: (string | number)[][] = [];
  const targets: Target[] = [];
  const times = stage.quick ? 2 : 9;
  for (const { name: which, kind } of firstFrameKinds) {
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
