/** The command line of `npm run races`. */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { wholeNumber } from '../command-line.ts';
import { engineNamed, type EngineName } from '../engine.ts';

export interface RacesOptions {
  readonly help: boolean;
  readonly runs: number;
  readonly seed: number;
  readonly path: string | undefined;
  readonly on: EngineName;
}

export const help = `Usage: npm run races -- [options]

Runs the real partitions, streams and media edge through many orders of events, each beside a model
that knows who may see what. Ends with 1 and the shortest history found when one shows a fault.

  --runs <n>     how many interleavings (100000)
  --seed <n>     the same seed gives the same interleavings; chosen and printed where left out
  --path <path>  with the seed: one interleaving once more, as a failure printed it
  --on <engine>  sqlite, or postgres, of which a server is started for it (sqlite)
  --help         this text`;

/** @throws Error naming what is wrong. */
export function readOptions(args: readonly string[]): RacesOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean', default: false },
      runs: { type: 'string', default: '100000' },
      seed: { type: 'string' },
      path: { type: 'string' },
      on: { type: 'string', default: 'sqlite' },
    },
  });
  return {
    help: values.help,
    runs: wholeNumber('runs', values.runs, 1),
    seed:
      values.seed === undefined ? randomInt(2 ** 31) : wholeNumber('seed', values.seed, -(2 ** 31)),
    path: values.path,
    on: engineNamed(values.on),
  };
}
