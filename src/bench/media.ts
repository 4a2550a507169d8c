/** What a camera and a viewer cost: CPU of the bridge with none, few and more of them. */
import { setTimeout as pause } from 'node:timers/promises';
import { openBrowser } from '../lab/browser.ts';
import type { Child } from './child.ts';
import { askersOf, environmentOf, settle } from './households.ts';
import type { Asker } from './intents.ts';
import type { Findings } from './report.ts';
import type { Stage } from './stage.ts';
import { slope } from './statistics.ts';
import { openStream, type AskedStream } from './streams.ts';
import { watchHls, watchWebRtc } from './viewers.ts';

const cameras = [0, 1, 4, 8];
/** A viewer costs so little that one does not show. */
const viewers = [0, 4, 8, 16];

interface Scene {
  readonly stage: Stage;
  readonly origin: string;
  /** Each of a household of its own, with a camera. */
  readonly askers: readonly Asker[];
}

/** Gets ready for one more, again and again; undefined where that cannot be done here. */
type Begin = (scene: Scene) => Promise<((at: number) => Promise<void>) | undefined>;

function pick(askers: readonly Asker[], at: number): Asker {
  const asker = askers[at];
  if (asker === undefined) throw new RangeError('no household is left');
  return asker;
}

interface Series {
  readonly name: string;
  /** How many there are to be, step by step. */
  readonly counts: readonly number[];
  readonly begin: Begin;
}

const series: readonly Series[] = [
  {
    name: 'camera, open',
    counts: cameras,
    begin:
      async ({ origin, askers }) =>
      async (at) =>
        void (await openStream(origin, pick(askers, at), 'webrtc')),
  },
  {
    name: 'camera, open and packaged as HLS',
    counts: cameras,
    async begin({ origin, askers }) {
      const streams: AskedStream[] = [];
      return async (at) => {
        streams.push(await openStream(origin, pick(askers, at), 'hls'));
        // Packaging stops where nobody asks.
        for (const stream of streams) await stream.read('index.m3u8');
      };
    },
  },
  {
    name: 'viewer by HLS, of one camera',
    counts: viewers,
    async begin({ stage, origin, askers }) {
      const asker = pick(askers, 0);
      await (await openStream(origin, asker, 'hls')).read('index.m3u8');
      return async () => stage.later(await watchHls(await openStream(origin, asker, 'hls')));
    },
  },
  {
    name: 'viewer by WebRTC, of one camera',
    counts: viewers,
    async begin({ stage, origin, askers }) {
      const browser = await openBrowser();
      if (browser === undefined) return undefined;
      stage.later(() => browser.close());
      const page = await browser.newPage();
      const asker = pick(askers, 0);
      await openStream(origin, asker, 'webrtc');
      return async () => watchWebRtc(page, await openStream(origin, asker, 'webrtc'));
    },
  },
];

/** Milliseconds of CPU time a server uses in a second. */
async function rate(child: Child, ms: number): Promise<number> {
  const [before, began] = [await child.cpu(), performance.now()];
  await pause(ms);
  return ((await child.cpu()) - before) / (performance.now() - began);
}

async function measure(
  stage: Stage,
  { counts, begin }: Series,
): Promise<readonly (readonly [count: number, rate: number])[] | undefined> {
  const folder = await stage.folder('media');
  const { urls } = await stage.cameras(Math.max(...cameras));
  const kind = { accounts: urls.length, camerasEach: 1, rtsp: (at: number) => urls[at] ?? '' };
  const [settled = []] = await settle(folder, [kind]);
  const { child, origin } = await stage.bridge({ environment: environmentOf(folder) });
  const more = await begin({ stage, origin, askers: askersOf(folder, settled) });
  if (more === undefined) return undefined;
  const rates: [number, number][] = [];
  let there = 0;
  for (const count of counts) {
    while (there < count) await more(there++);
    // What was begun is being compiled; a server just started has to settle, too.
    await pause(3_000);
    rates.push([count, await rate(child, stage.quick ? 2_000 : 7_000)]);
  }
  return rates;
}

/** The part `media`. */
export async function media(stage: Stage): Promise<Findings> {
  const rows: (string | number)[][] = [];
  for (const one of series) {
    const { name } = one;
    const rates = await stage.scene((inner) => measure(inner, one));
    if (rates === undefined) {
      stage.say(`${name}: NOT MEASURED, there is no Chromium (set CHROMIUM)`);
      continue;
    }
    const each = slope(rates);
    rows.push([name, ...rates.map(([count, ms]) => `${count}: ${ms.toFixed(1)}`), each]);
    stage.say(`${name}: ${each.toFixed(2)} ms/s each`);
  }
  const table = {
    title: 'Cameras and viewers',
    note:
      'Milliseconds of CPU time of the bridge per second (10 are 1 % of a core), after how many there ' +
      'are; the last column is the slope. Cameras are simulated, 848 × 480 at 15 frames a second, over RTSP in TCP.',
    columns: ['', 'none', 'few', 'more', 'most', 'one more'],
    rows,
  };
  return { tables: [table], targets: [] };
}
