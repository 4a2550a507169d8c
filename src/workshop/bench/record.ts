/**
 * What the record of deliveries and the comparing of stamps cost together: the bridge as it is beside one
 * that keeps no record and compares no stamp (src/workshop/setup/bare.mjs), asked in turn. Two processes with
 * the same code may differ by as much as is measured here, so both are started anew several times.
 */
import { setTimeout as pause } from 'node:timers/promises';
import autocannon from 'autocannon';
import type { Browser } from 'playwright-core';
import { entriesOf } from '../../simulator/client/hls-reader.ts';
import { openBrowser } from '../lab/browser.ts';
import { askersOf, environmentOf, settle } from './settle.ts';
import { askOnce } from './intents.ts';
import { compare, type Target } from './load.ts';
import type { Findings } from './report.ts';
import type { Stage } from './stage.ts';
import { median } from './statistics.ts';
import { openStream, type AskedStream } from './streams.ts';
import { watchWebRtc } from './viewers.ts';

const accounts = 4;
const viewers = 8;
const maxTimes = 1.05;

type Sides = readonly [whole: Target, bare: Target];
type Costs = readonly [whole: number, bare: number];

interface Size {
  /** How often both bridges are started. */
  readonly pairs: number;
  readonly rounds: number;
  readonly seconds: number;
}

async function bridgeOf(stage: Stage, urls: readonly string[], bare?: URL): Promise<Target> {
  const AUDIT = bare === undefined ? 'on' : 'off';
  const folder = await stage.folder(`record-${AUDIT}`);
  const kind = { accounts: accounts, camerasEach: 1, rtsp: (at: number) => urls[at] ?? '' };
  const [settled = []] = await settle(folder, [kind]);
  const bridge = await stage.bridge({ environment: { ...environmentOf(folder), AUDIT } }, bare);
  const askers = askersOf(folder, settled);
  for (const asker of askers) await askOnce(bridge.origin, 'EXECUTE', asker);
  return { ...bridge, askers };
}

/** Measures both in turn (ABBA…); returns the medians. */
async function inTurn(
  sides: Sides,
  rounds: number,
  measure: (target: Target) => Promise<number>,
): Promise<Costs> {
  const found: [number[], number[]] = [[], []];
  for (let at = 0; at < rounds; at += 1) {
    for (const side of at % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
      found[side].push(await measure(sides[side]));
    }
  }
  return [median(found[0]), median(found[1])];
}

/** What a player reads once a second: the playlist, and the newest segment. */
async function filesOf(stream: AskedStream): Promise<readonly string[]> {
  const newest = entriesOf(await stream.read('live.m3u8')).at(-1);
  if (newest === undefined) throw new Error('there is no segment');
  return [stream.path('live.m3u8'), stream.path(newest)];
}

/** Microseconds of CPU for each file. */
async function hls(sides: Sides, { rounds, seconds }: Size): Promise<Costs> {
  const opened = new Map<Target, readonly AskedStream[]>();
  for (const side of sides) {
    const streams = [];
    for (const asker of side.askers) streams.push(await openStream(side.origin, asker, 'hls'));
    for (const stream of streams) await stream.read('index.m3u8');
    opened.set(side, streams);
  }
  async function cost(side: Target): Promise<number> {
    const files = await Promise.all((opened.get(side) ?? []).map(filesOf));
    const before = await side.child.cpu();
    const { requests, errors, non2xx } = await autocannon({
      url: side.origin,
      connections: 10,
      duration: seconds,
      requests: files.flat().map((path) => ({ method: 'GET', path })),
    });
    if (errors + non2xx > 0) throw new Error(`${errors + non2xx} files were not given`);
    return ((await side.child.cpu()) - before) / requests.total;
  }
  await inTurn(sides, 2, cost);
  return inTurn(sides, rounds, cost);
}

/** Milliseconds of CPU in a second, with displays watching by WebRTC. */
async function webRtc(browser: Browser, sides: Sides, { rounds, seconds }: Size): Promise<Costs> {
  const page = await browser.newPage();
  for (const { origin, askers } of sides) {
    for (let at = 0; at < viewers; at += 1) {
      const asker = askers[at % askers.length];
      if (asker !== undefined) await watchWebRtc(page, await openStream(origin, asker, 'webrtc'));
    }
  }
  await pause(3_000);
  const costs = await inTurn(sides, rounds, async ({ child }) => {
    const [before, began] = [await child.cpu(), performance.now()];
    await pause(seconds * 1_500);
    return ((await child.cpu()) - before) / (performance.now() - began);
  });
  await page.close();
  return costs;
}

/** One pair of new processes: its cost of everything. */
async function pair(
  stage: Stage,
  urls: readonly string[],
  bare: URL,
  browser: Browser | undefined,
  size: Size,
): Promise<ReadonlyMap<string, Costs>> {
  const sides = [await bridgeOf(stage, urls), await bridgeOf(stage, urls, bare)] as const;
  const load = { intent: 'EXECUTE', connections: 10, seconds: size.seconds } as const;
  const [whole, without] = await compare(...sides, load, size.rounds);
  const costs = new Map<string, Costs>([
    ['EXECUTE, µs', [whole.cpu, without.cpu]],
    ['a file by HLS, µs', await hls(sides, size)],
  ]);
  if (browser !== undefined) {
    const what = `a second of ${viewers} viewers by WebRTC, ms`;
    costs.set(what, await webRtc(browser, sides, size));
  }
  return costs;
}

/** The part `record`. */
export async function record(stage: Stage): Promise<Findings> {
  const size = stage.quick
    ? { pairs: 1, rounds: 4, seconds: 1 }
    : { pairs: 5, rounds: 6, seconds: 2 };
  stage.say('compiling the bridge that compares no stamps');
  const bare = await stage.bare();
  const { urls } = await stage.cameras(accounts);
  const browser = await openBrowser();
  if (browser === undefined) stage.say('WebRTC: NOT MEASURED, there is no Chromium (set CHROMIUM)');
  stage.later(async () => browser?.close());

  const found = new Map<string, Costs[]>();
  for (let at = 1; at <= size.pairs; at += 1) {
    const costs = await stage.scene((scene) => pair(scene, urls, bare, browser, size));
    const said = [];
    for (const [what, [whole, without]] of costs) {
      found.set(what, [...(found.get(what) ?? []), [whole, without]]);
      said.push(`${what} ${whole.toFixed(1)} and ${without.toFixed(1)}`);
    }
    stage.say(`pair ${at} of ${size.pairs}, with and without: ${said.join('; ')}`);
  }
  const rows = Array.from(found, ([what, costs]) => {
    const times = costs.map(([whole, without]) => whole / without);
    const middle = (side: 0 | 1) => median(costs.map((one) => one[side]));
    return {
      what,
      cells: [what, middle(0), middle(1), median(times), Math.min(...times), Math.max(...times)],
      times: median(times),
    };
  });
  const table = {
    title: 'The record of deliveries and the stamps',
    note:
      'CPU of the bridge, all its threads, that writing files is part of: as it is, and without a ' +
      `record and with no stamp compared. Medians over ${size.pairs} pairs of new processes, each ` +
      `of ${size.rounds} rounds in turn; the least and the most of any pair.`,
    columns: ['', 'with', 'without', '×', 'least ×', 'most ×'],
    rows: rows.map(({ cells }) => cells),
  };
  const targets = rows.map(({ what, times }) => ({
    name: `CPU of ${what.split(', ')[0]}, recorded and stamps compared`,
    value: times,
    limit: maxTimes,
    unit: '×',
  }));
  return { tables: [table], targets };
}
