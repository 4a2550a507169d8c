/** Load on one server, and what it cost that server. */
import { setTimeout as sleep } from 'node:timers/promises';
import autocannon from 'autocannon';
import type { Child } from './child.ts';
import {
  intentBody,
  intentHeaders,
  signOfSuccess,
  type Asker,
  type IntentName,
} from './intents.ts';
import { median } from './statistics.ts';

/** A server under load, and who asks it. */
export interface Target {
  readonly child: Child;
  readonly origin: string;
  readonly askers: readonly Asker[];
  /** Paths of files that are there, for `file`. */
  readonly files?: readonly string[];
  /** What else is counted, besides CPU time. */
  readonly meters?: Meters;
}

/** Numbers that only grow, each by its name. */
export type Meters = Readonly<Record<string, () => Promise<number>>>;

/** What is asked: an intent, or a file of a stream. */
export type Asked = IntentName | 'file';

export interface Load {
  readonly intent: Asked;
  readonly connections: number;
  readonly seconds: number;
}

/** What one request cost. */
export interface Cost {
  readonly requestsPerSecond: number;
  /** Microseconds of CPU time of the server, all threads, less what it uses when nobody asks. */
  readonly cpu: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** How much each meter of the target grew, less what it does when nobody asks. */
  readonly more: Readonly<Record<string, number>>;
}

/** So many requests, or so many seconds, until the engine has compiled what is measured. */
const warm = { requests: 12_000, seconds: 8 };

function requestsOf({ askers, files = [] }: Target, asked: Asked) {
  if (asked === 'file') return files.map((path) => ({ method: 'GET' as const, path }));
  return askers.map(({ token, device }) => ({
    method: 'POST' as const,
    path: '/fulfillment',
    headers: intentHeaders(token),
    body: intentBody(asked, device),
  }));
}

async function shoot(target: Target, { intent, connections, seconds }: Load) {
  const sign = intent === 'file' ? '#EXTM3U' : signOfSuccess[intent];
  const result = await autocannon({
    url: target.origin,
    connections,
    duration: seconds,
    sampleInt: 100,
    requests: requestsOf(target, intent),
    verifyBody: (body) => body.includes(sign),
  });
  const bad = result.errors + result.timeouts + result.mismatches + result.non2xx;
  if (bad > 0) throw new Error(`${bad} of ${intent} were not answered as they should be`);
  return result;
}

/** Returns CPU time, in microseconds, and all meters as they stand, by their names. */
async function readMeters({ child, meters = {} }: Target): Promise<ReadonlyMap<string, number>> {
  const names = Object.entries({ cpu: () => child.cpu(), ...meters });
  return new Map(
    await Promise.all(names.map(async ([name, read]) => [name, await read()] as const)),
  );
}

/** How much all meters grow in a millisecond by themselves: by cameras and timers. */
export type Idle = ReadonlyMap<string, number>;

/** Does `work`, and returns by how much all meters grew meanwhile, less what they do by themselves. */
export async function metered<T>(
  target: Target,
  idle: Idle,
  work: () => Promise<T>,
): Promise<{ readonly made: T; readonly grown: ReadonlyMap<string, number> }> {
  const [before, beganAt] = [await readMeters(target), performance.now()];
  const made = await work();
  const [after, ms] = [await readMeters(target), performance.now() - beganAt];
  const grown = Array.from(
    after,
    ([name, value]) =>
      [name, value - (before.get(name) ?? 0) - (idle.get(name) ?? 0) * ms] as const,
  );
  return { made, grown: new Map(grown) };
}

/** Looks for so many milliseconds at what a server does by itself. */
export async function idleRate(target: Target, ms: number): Promise<Idle> {
  const beganAt = performance.now();
  const { grown } = await metered(target, new Map(), () => sleep(ms));
  const tookMs = performance.now() - beganAt;
  return new Map(Array.from(grown, ([name, value]) => [name, value / tookMs]));
}

async function round(target: Target, load: Load, idle: Idle): Promise<Cost> {
  const { made, grown } = await metered(target, idle, () => shoot(target, load));
  const { requests, latency, duration } = made;
  const each = Object.fromEntries(
    Array.from(grown, ([name, value]) => [name, value / requests.total]),
  );
  const { cpu = 0, ...more } = each;
  return {
    requestsPerSecond: requests.total / duration,
    cpu,
    p50: latency.p50,
    p99: latency.p99,
    more,
  };
}

function middle(costs: readonly Cost[]): Cost {
  const of = (name: Exclude<keyof Cost, 'more'>) => median(costs.map((cost) => cost[name]));
  const meters = Object.keys(costs[0]?.more ?? {});
  const more = meters.map(
    (name) => [name, median(costs.map((cost) => cost.more[name] ?? 0))] as const,
  );
  return {
    requestsPerSecond: of('requestsPerSecond'),
    cpu: of('cpu'),
    p50: of('p50'),
    p99: of('p99'),
    more: Object.fromEntries(more),
  };
}

async function warmUp(target: Target, load: Load, share: number): Promise<void> {
  const enough = warm.requests * share;
  let [requests, seconds] = [0, 0];
  while (requests < enough && seconds < warm.seconds * share) {
    const result = await shoot(target, { ...load, seconds: 1 });
    requests += result.requests.total;
    seconds += result.duration;
  }
}

/**
 * Puts the same load on two servers in turn, several times (ABBAAB…), so that the rest of this machine's work
 * meets both alike; returns the medians. `share`: how much of a whole warming up they still need.
 */
export async function compare(
  first: Target,
  second: Target,
  load: Load,
  rounds: number,
  share = 1,
): Promise<readonly [Cost, Cost]> {
  const sides = [first, second].map((target) => ({
    target,
    costs: [] as Cost[],
    idle: new Map() as Idle,
  }));
  for (const side of sides) {
    await warmUp(side.target, load, share);
    side.idle = await idleRate(side.target, 500);
  }
  for (let at = 0; at < rounds; at += 1) {
    for (const { target, costs, idle } of at % 2 === 0 ? sides : sides.toReversed()) {
      costs.push(await round(target, load, idle));
    }
  }
  const [a, b] = sides.map(({ costs }) => middle(costs));
  if (a === undefined || b === undefined) throw new TypeError('two sides were measured');
  return [a, b];
}
