/** What one more camera and one more viewer cost: CPU of the bridge with few and with many of them. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Child } from './child.ts';
import { askersOf, environmentOf, settle } from './settle.ts';
import { cameras, hlsViewers, type Series, series, viewers } from './media-series.ts';
import type { Findings } from './report.ts';
import type { Stage } from './stage.ts';
import { median, slope } from './statistics.ts';

/** So often it is looked at each number of them. */
const looks = 9;
/** Garbage is collected every few seconds: in a shorter look it is, or it is not. */
const lookMs = 10_000;

/** What few of them need is being compiled for so long: looked at before, few cost as much as many. */
const warmMs = 75_000;

/** Milliseconds of CPU time a server uses in a second. */
async function rate(child: Child, ms: number): Promise<number> {
  const [before, began] = [await child.cpu(), performance.now()];
  await pause(ms);
  return ((await child.cpu()) - before) / (performance.now() - began);
}

async function measure(
  stage: Stage,
  { name, counts, begin, kind = {} }: Series,
): Promise<readonly (readonly [count: number, rate: number])[] | undefined> {
  const folder = await stage.folder('media');
  const { urls } = await stage.cameras(Math.max(...cameras), kind);
  const household = { accounts: urls.length, camerasEach: 1, rtsp: (at: number) => urls[at] ?? '' };
  const [settled = []] = await settle(folder, [household]);
  const { child, origin } = await stage.bridge({ environment: environmentOf(folder) });
  const more = await begin({ stage, origin, askers: askersOf(folder, settled) });
  if (more === undefined) return undefined;
  const rates: [number, number][] = [];
  let there = 0;
  for (const count of counts) {
    while (there < count) await more(there++);
    await pause(rates.length === 0 && !stage.quick ? warmMs : 5_000);
    const found: number[] = [];
    while (found.length < (stage.quick ? 1 : looks))
      found.push(await rate(child, stage.quick ? lookMs / 2 : lookMs));
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
      `${hlsViewers.join(', ')} viewers by HLS and ${viewers.join(', ')} by WebRTC, medians of ${looks} looks of ${lookMs / 1_000} s; the last column is the slope. Cameras are simulated, ` +
      '848 × 480 at 15 frames a second, those that are each watched 1.5 Mbit/s, over RTSP in TCP.',
    columns: ['', 'few', 'most', 'one more'],
    rows,
  };
  return { tables: [table], targets: [] };
}
