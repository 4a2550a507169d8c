/** One outage under running streams and writes, and what was seen of it. */
import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../../until.ts';
import type { Display } from './display.ts';
import type { Outage } from './outages.ts';
import type { Town } from './town.ts';
import { beginWriting } from './writer.ts';

export interface Finding {
  readonly outage: string;
  readonly goneMs: number;
  readonly displays: readonly {
    readonly name: string;
    readonly wentOn: boolean;
    /** From the beginning of the outage to the last picture before its end, or before the end of the stream. */
    readonly lastMs: number;
  }[];
  /** How often a viewing ended by each reason, and how often one did by none. */
  readonly reasons: Readonly<Record<string, number>>;
  /** What Google was told meanwhile. */
  readonly told: readonly string[];
  /** Whose pictures came to whom, where they were another's. */
  readonly foreign: readonly string[];
  readonly acknowledged: number;
  readonly refused: number;
  readonly lost: readonly string[];
  /** From the end of the outage until new streams were given to both. */
  readonly backMs: number;
  readonly readiness: number;
  /** What the bridge has logged as an error. */
  readonly errors: readonly string[];
}

const longestMs = 60_000;
const since = (start: number): number => Math.round(performance.now() - start);

function foreignTo({ name, owners }: Display): readonly string[] {
  return [...owners].filter((owner) => !name.startsWith(owner)).map((of) => `${name}: ${of}`);
}

/** What the bridge has logged since it had logged so many lines, of viewings that began since. */
function loggedSince(town: Town, lines: number) {
  const log = town.log().slice(lines);
  const began = new Set<unknown>();
  const ended: { device: unknown; protocol: unknown; reason: string }[] = [];
  for (const { msg, reason, session, device, protocol } of log) {
    if (msg === 'a viewing began') began.add(session);
    if (msg !== 'a viewing ended' || !began.has(session)) continue;
    ended.push({ device, protocol, reason: typeof reason === 'string' ? reason : 'none' });
  }
  const reasons: Record<string, number> = {};
  for (const { reason } of ended) reasons[reason] = (reasons[reason] ?? 0) + 1;
  const errors = log
    .filter(({ level }) => Number(level) >= 50 || /^(?:error|fatal)$/.test(String(level)))
    .map(({ msg }) => String(msg));
  /** A display learns late, or never, that its stream is over. */
  const isOver = (of: Display): boolean =>
    ended.some(({ device, protocol }) => device === of.device && protocol === of.protocol);
  return { reasons, errors, isOver };
}

/** Lets it happen for so long, under displays that watch and somebody who writes. */
export async function happens(town: Town, outage: Outage, goneMs: number): Promise<Finding> {
  const lines = town.log().length;
  const displays = await town.watch();
  await until(() => displays.every(({ cameAt }) => cameAt !== undefined), longestMs, {
    what: () =>
      `no pictures: ${displays
        .filter((one) => !one.cameAt)
        .map(({ name }) => name)
        .join()}`,
  });
  const writer = beginWriting(town.store);
  await until(() => writer.acknowledged >= 10, longestMs, { what: 'nothing can be written' });

  const began = performance.now();
  await outage.begin();
  const told = await town.ask().catch((error: unknown) => [String(error)]);
  await pause(Math.max(0, goneMs - since(began)));
  const last = displays.map(({ cameAt = began }) => Math.max(0, Math.round(cameAt - began)));
  const ended = performance.now();
  const endedAt = Date.now();
  await outage.end();

  await until(async () => (await town.ask()).every((said) => said === 'SUCCESS'), longestMs, {
    what: 'no stream is given any more',
  });
  const backMs = since(ended);
  const isSettled = (): boolean => {
    const { isOver } = loggedSince(town, lines);
    return displays.every((one) => isOver(one) || one.filmedAt > endedAt);
  };
  await until(isSettled, longestMs, { what: 'a stream neither goes on nor ends', intervalMs: 100 });
  await writer.stop();
  const { reasons, errors, isOver } = loggedSince(town, lines);
  const finding: Finding = {
    outage: outage.name,
    goneMs,
    displays: displays.map((one, at) => ({
      name: one.name,
      wentOn: !isOver(one),
      lastMs: last[at] ?? 0,
    })),
    reasons,
    told,
    foreign: displays.flatMap(foreignTo),
    acknowledged: writer.acknowledged,
    refused: writer.refused,
    lost: await writer.lost(),
    backMs,
    readiness: await town.readiness(),
    errors,
  };
  for (const display of displays) display.close();
  return finding;
}

/** Returns in words what of it must never be. */
export function faultsOf({ foreign, lost, displays, reasons, readiness }: Finding): string[] {
  const over = displays.filter(({ wentOn }) => !wentOn).length;
  const explained = Object.entries(reasons)
    .filter(([reason]) => reason !== 'none')
    .reduce((sum, [, count]) => sum + count, 0);
  return [
    ...foreign.map((one) => `a foreign picture: ${one}`),
    ...lost.map((one) => `acknowledged and lost: ${one}`),
    ...(reasons['none'] ? [`${reasons['none']} viewings ended for no reason`] : []),
    ...(explained < over ? [`${over} streams ended, ${explained} with a reason`] : []),
    ...(readiness === 200 ? [] : [`the bridge is not ready: ${readiness}`]),
  ];
}
