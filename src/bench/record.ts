/**
 * What the record of deliveries costs (stamps are compared on both sides: they cannot be switched
 * off): two bridges alike, one that keeps it and one that does not, asked in turn.
 */
import { setTimeout as pause } from 'node:timers/promises';
import autocannon from 'autocannon';
import { openBrowser } from './browser.ts';
import { askersOf, environmentOf, settle } from './households.ts';
import { askOnce } from './intents.ts';
import { compare, type Target } from './load.ts';
import type { Findings } from './report.ts';
import type { Stage } from './stage.ts';
import { median } from './statistics.ts';
import { openStream } from './streams.ts';
import { watchWebRtc } from './viewers.ts';

const households = 4;
const viewers = 8;
const mostTimes = 1.05;

type Sides = readonly [Target, Target];

async function bridgeWith(stage: Stage, AUDIT: string, urls: readonly string[]): Promise<Target> {
  const folder = await stage.folder(`record-${AUDIT}`);
  const kind = { accounts: households, camerasEach: 1, rtsp: (at: number) => urls[at] ?? '' };
  const [settled = []] = await settle(folder, [kind]);
  const bridge = await stage.bridge({ environment: { ...environmentOf(folder), AUDIT } });
  const askers = askersOf(folder, settled);
  for (const asker of askers) await askOnce(bridge.origin, 'EXECUTE', asker);
  return { ...bridge, askers };
}

/** Measures both in turn (ABBA…); gives the medians. */
async function inTurn(
  [kept, unkept]: Sides,
  rounds: number,
  measure: (target: Target) => Promise<number>,
): Promise<readonly [number, number]> {
  const found: [number[], number[]] = [[], []];
  for (let at = 0; at < rounds; at += 1) {
    for (const side of at % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
      found[side].push(await measure(side === 0 ? kept : unkept));
    }
  }
  return [median(found[0]), median(found[1])];
}

/** Microseconds of CPU for each file: of the smallest there is, where the record weighs most. */
async function hls(
  sides: Sides,
  rounds: number,
  seconds: number,
): Promise<readonly [number, number]> {
  const paths = new Map<Target, readonly string[]>();
  for (const side of sides) {
    const streams = [];
    for (const asker of side.askers) streams.push(await openStream(side.origin, asker, 'hls'));
    for (const stream of streams) await stream.read('index.m3u8');
    paths.set(
      side,
      streams.map((stream) => stream.path('live.m3u8')),
    );
  }
  async function cost(side: Target): Promise<number> {
    const before = await side.child.cpu();
    const { requests, errors, non2xx } = await autocannon({
      url: side.origin,
      connections: 10,
      duration: seconds,
      requests: (paths.get(side) ?? []).map((path) => ({ method: 'GET', path })),
    });
    if (errors + non2xx > 0) throw new Error(`${errors + non2xx} files were not given`);
    return ((await side.child.cpu()) - before) / requests.total;
  }
  await inTurn(sides, 2, cost);
  return inTurn(sides, rounds, cost);
}

/** Milliseconds of CPU in a second, with displays watching by WebRTC; undefined without a browser. */
async function webRtc(
  stage: Stage,
  sides: Sides,
  rounds: number,
  ms: number,
): Promise<readonly [number, number] | undefined> {
  const browser = await openBrowser();
  if (browser === undefined) return undefined;
  stage.later(() => browser.close());
  const page = await browser.newPage();
  for (const { origin, askers } of sides) {
    for (let at = 0; at < viewers; at += 1) {
      const asker = askers[at % askers.length];
      if (asker !== undefined) await watchWebRtc(page, await openStream(origin, asker, 'webrtc'));
    }
  }
  await pause(3_000);
  return inTurn(sides, rounds, async ({ child }) => {
    const [before, began] = [await child.cpu(), performance.now()];
    await pause(ms);
    return ((await child.cpu()) - before) / (performance.now() - began);
  });
}

/** The part `record`. */
export async function record(stage: Stage): Promise<Findings> {
  const { urls } = await stage.cameras(households);
  const sides = [
    await bridgeWith(stage, 'on', urls),
    await bridgeWith(stage, 'off', urls),
  ] as const;
  const [seconds, rounds] = stage.quick ? [1, 4] : [2, 12];
  const load = { intent: 'EXECUTE', connections: 10, seconds } as const;
  const [kept, unkept] = await compare(...sides, load, rounds);
  const found: [what: string, unit: string, costs: readonly [number, number] | undefined][] = [
    ['EXECUTE', 'µs', [kept.cpu, unkept.cpu]],
    ['a playlist by HLS', 'µs', await hls(sides, rounds, seconds)],
    [
      `a second of ${viewers} viewers by WebRTC`,
      'ms',
      await webRtc(stage, sides, rounds, stage.quick ? 2_000 : 4_000),
    ],
  ];
  const rows: (string | number)[][] = [];
  const targets = [];
  for (const [what, unit, costs] of found) {
    if (costs === undefined) {
      stage.say(`${what}: NOT MEASURED, there is no Chromium (set CHROMIUM)`);
      continue;
    }
    const [on, off] = costs;
    stage.say(`${what}: ${on.toFixed(2)} ${unit} with, ${off.toFixed(2)} ${unit} without`);
    rows.push([`${what}, ${unit}`, on, off, on / off]);
    targets.push({
      name: `CPU of ${what}, recorded`,
      value: on / off,
      limit: mostTimes,
      unit: '×',
    });
  }
  const table = {
    title: 'The record of deliveries',
    note:
      'CPU of the bridge, all its threads, that writing files is part of, with the record and ' +
      `without (AUDIT=off). Medians of ${rounds} rounds in turn.`,
    columns: ['', 'with', 'without', '×'],
    rows,
  };
  return { tables: [table], targets };
}
