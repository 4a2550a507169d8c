/** What a run has to say. */
import type { Noted } from './history.ts';
import type { EngineName } from '../engine.ts';
import { graceMs } from './oracle/judge.ts';
import type { AlarmFacts } from './oracle/alarms.ts';
import type { Counts, Foreign, FrameKind } from './oracle/findings.ts';
import type { Revocation } from './world.ts';

/** One second of a run. */
export interface Sample {
  readonly second: number;
  readonly scenario: string;
  readonly requests: number;
  readonly units: number;
  readonly watching: number;
}

export interface Row extends Counts {
  readonly scenario: string;
  readonly faults: string;
  readonly says: string;
  readonly turns: number;
}

/** A scenario that was not run, or not to its end. */
export interface Trouble {
  readonly scenario: string;
  readonly what: string;
}

/** What pages of Chromium saw: pictures that were decoded and drawn. */
export interface Seen {
  readonly pages: number;
  /** Pictures, by how they came. */
  readonly frames: Readonly<Record<FrameKind, number>>;
  /** Pictures in which no QR code could be read. */
  readonly unread: number;
  readonly foreign: number;
  /** Why no picture was looked at, if some should have been. */
  readonly blind: string | undefined;
}

export interface Result {
  readonly seed: string;
  readonly engine: EngineName;
  readonly households: number;
  /** Cameras with an address of their own. */
  readonly cameras: number;
  readonly servers: number;
  readonly displays: number;
  readonly seconds: number;
  readonly requests: number;
  readonly units: number;
  readonly excused: number;
  readonly seen: Seen;
  readonly foreign: readonly Foreign[];
  readonly rows: readonly Row[];
  /** Scenarios in the order of their turns. */
  readonly schedule: readonly string[];
  readonly samples: readonly Sample[];
  readonly revocations: readonly Revocation[];
  /** What became of what the bridge said of cameras. */
  readonly alarms: AlarmFacts;
  /** Scenarios that could not run here. */
  readonly skipped: readonly Trouble[];
  /** What should not have happened. */
  readonly troubles: readonly Trouble[];
  /** What led to the first foreign unit. */
  readonly history: readonly Noted[];
}

/** Returns the revocation that took longest, if that was too long. */
export function slowest({ revocations }: Result): Revocation | undefined {
  return revocations
    .filter(({ ms }) => ms > graceMs)
    .toSorted((one, other) => other.ms - one.ms)
    .at(0);
}

/** Alarms were due, and the bridge gave none of them. */
export function isDeaf({ alarms }: Result): boolean {
  return alarms.expected > 0 && alarms.came === 0;
}

/** Nothing foreign, no false alarm, nothing too late, nothing in the way, and something was looked at in every scenario. */
export function holds(result: Result): boolean {
  const { foreign, troubles, rows } = result;
  return (
    foreign.length === 0 &&
    troubles.length === 0 &&
    result.alarms.falseAlarms.length === 0 &&
    !isDeaf(result) &&
    slowest(result) === undefined &&
    rows.length > 0 &&
    rows.every(({ units }) => units > 0)
  );
}
