/** How large a run is, and on which database. */
import type { ServerUrls } from './cast/installation.ts';

export interface ProveOptions {
  readonly households: number;
  /** Camera servers: each has a port of its own and many cameras. */
  readonly cameras: number;
  /** How many displays there are at a time. */
  readonly displays: number;
  /** Pages of Chromium in which pictures are decoded and looked at. */
  readonly eyes: number;
  /** Ends after this; turns may go on for some seconds. */
  readonly durationMs: number;
  /** Ends after so many requests, too. */
  readonly requests: number;
  /** Ends after so many turns of scenarios in which something was injected, too. */
  readonly turns: number;
  /** Does not end by the time before every scenario has had so many turns. */
  readonly each: number;
  readonly seed: string;
  /** Names of scenarios; empty for all. */
  readonly only: readonly string[];
  /** Where something foreign was found, look for a smaller run that finds it, too. */
  readonly shrink: boolean;
  /** The database of a server; undefined for SQLite in a folder of the run's own. */
  readonly server: ServerUrls | undefined;
}

/** The number of accounts of the incident, and what two cores bear. */
export const usualOptions: ProveOptions = {
  households: 1_044,
  cameras: 16,
  displays: 96,
  eyes: 1,
  durationMs: 120_000,
  requests: Infinity,
  turns: Infinity,
  each: 0,
  seed: '1',
  only: [],
  shrink: true,
  server: undefined,
};
