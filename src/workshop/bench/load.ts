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
}

export interface Load {
  readonly intent: IntentName;
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
}

/** So many requests, or so many seconds, until the engine has compiled what is measured. */
const warm = { requests: 12_000, seconds: 8 };

async function shoot({ origin, askers }: Target, { intent, connections, seconds }: Load) {
  const result = await autocannon({
    url: origin,
    connections,
    duration: seconds,
    sampleInt: 100,
    requests: askers.map(({ token, device }) => ({
      method: 'POST',
      path: '/fulfillment',
      headers: intentHeaders(token),
      body: intentBody(intent, device),
    })),
    verifyBody: (body) => body.includes(signOfSuccess[intent]),
  });
  const bad = result.errors + result.timeouts + result.mismatches + result.non2xx;
  if (bad > 0) throw new Error(`${bad} of ${intent} were not answered as they should be`);
  return result;
}

/** Microseconds of CPU time per millisecond that a server uses by itself: cameras, timers. */
async function idleRate(child: Child, ms: number): Promise<number> {
  const [before, began] = [await child.cpu(), performance.now()];
  await sleep(ms);
  return ((await child.cpu()) - before) / (performance.now() - began);
}

async function round(target: Target, load: Load, idle: number): Promise<Cost> {
  const { child } = target;
  const [before, began] = [await child.cpu(), performance.now()];
  const { requests, latency, duration } = await shoot(target, load);
  const used = (await child.cpu()) - before - idle * (performance.now() - began);
  return {
    requestsPerSecond: requests.total / duration,
    cpu: used / requests.total,
    p50: latency.p50,
    p99: latency.p99,
  };
}

function middle(costs: readonly Cost[]): Cost {
  const of = (name: keyof Cost) => median(costs.map((cost) => cost[name]));
  return {
    requestsPerSecond: of('requestsPerSecond'),
    cpu: of('cpu'),
    p50: of('p50'),
    p99: of('p99'),
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
  const sides = [first, second].map((target) => ({ target, costs: [] as Cost[], idle: 0 }));
  for (const side of sides) {
    await warmUp(side.target, load, share);
    side.idle = await idleRate(side.target.child, 500);
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
