/** What one more camera and one more viewer cost: CPU of the bridge with few and with many of them. */
import { setTimeout as pause } from 'node:timers/promises';
import { openBrowser } from '../lab/browser.ts';
import type { Child } from './child.ts';
import { askersOf, environmentOf, settle } from './settle.ts';
import type { Asker } from './intents.ts';
import type { Findings } from './report.ts';
import type { Stage } from './stage.ts';
import { median, slope } from './statistics.ts';
import { openStream, type AskedStream } from './streams.ts';
import { watchHls, watchWebRtc } from './viewers.ts';

/** One costs so little that it does not show. None is no beginning: the code is compiled for the first few. */
const cameras = [8, 16, 32];
const viewers = [4, 8, 16];
/** How often each number of them is measured. */
const windows = 5;
/** A camera is closed, and packaging stops, if nobody asks. */
const askedIntervalMs = 5_000;

interface Scene {
  readonly stage: Stage;
  readonly origin: string;
  /** Each of an account of its own, with a camera. */
  readonly askers: readonly Asker[];
}

/** Gets ready for one more, again and again; undefined if that cannot be done here. */
type Begin = (scene: Scene) => Promise<((at: number) => Promise<void>) | undefined>;

function pick(askers: readonly Asker[], at: number): Asker {
  const asker = askers[at];
  if (asker === undefined) throw new RangeError('no household is left');
  return asker;
}

/** Asks again and again until the stage is cleared; errors are reported then. */
function keepAsking(stage: Stage, ask: () => Promise<unknown>): void {
  const over = new AbortController();
  async function go(): Promise<void> {
    while (!over.signal.aborted) {
      await ask();
      await pause(askedIntervalMs, undefined, { signal: over.signal }).catch(() => undefined);
    }
  }
  const asking = go();
  asking.catch(() => undefined);
  stage.later(() => {
    over.abort();
    return asking;
  });
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
    async begin({ stage, origin, askers }) {
      const opened: Asker[] = [];
      const open = (asker: Asker) => openStream(origin, asker, 'webrtc');
      keepAsking(stage, () => Promise.all(opened.map(open)));
      return async (at) => {
        const asker = pick(askers, at);
        await open(asker);
        opened.push(asker);
      };
    },
  },
  {
    name: 'camera, open and packaged as HLS',
    counts: cameras,
    async begin({ stage, origin, askers }) {
      const streams: AskedStream[] = [];
      keepAsking(stage, () => Promise.all(streams.map((stream) => stream.read('index.m3u8'))));
      return async (at) => {
        const stream = await openStream(origin, pick(askers, at), 'hls');
        await stream.read('index.m3u8');
        streams.push(stream);
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
  { name, counts, begin }: Series,
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
    // What was begun is being compiled.
    await pause(5_000);
    const found: number[] = [];
    while (found.length < (stage.quick ? 1 : windows))
      found.push(await rate(child, askedIntervalMs));
    rates.push([count, median(found)]);
    stage.say(`${name}, ${count}: ${found.map((ms) => ms.toFixed(1)).join(', ')} ms/s`);
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
    rows.push([name, ...rates.map(([, ms]) => ms), each]);
    stage.say(`${name}: ${each.toFixed(2)} ms/s each`);
  }
  const table = {
    title: 'Cameras and viewers',
    note:
      `Milliseconds of CPU time of the bridge per second (10 are 1 % of a core): with ${cameras.join(', ')} cameras, ` +
      `${viewers.join(', ')} viewers, medians of ${windows}; the last column is the slope. Cameras are simulated, ` +
      '848 × 480 at 15 frames a second, over RTSP in TCP.',
    columns: ['', 'few', 'more', 'most', 'one more'],
    rows,
  };
  return { tables: [table], targets: [] };
}
