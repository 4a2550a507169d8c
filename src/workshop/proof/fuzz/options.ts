/** The command line of `npm run fuzz`. */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { wholeNumber } from '../command-line.ts';

export const targetNames = ['webhook', 'oauth', 'tickets', 'rtsp', 'sdp'] as const;
export type TargetName = (typeof targetNames)[number];

export interface FuzzCommand {
  readonly help: boolean;
  readonly targets: readonly TargetName[];
  readonly runs: number;
  readonly seed: number;
}

export const help = `Usage: npm run fuzz -- [options]

Sends damaged messages to a real bridge, and to its camera and display sides, and looks for crashes,
server errors, secrets in answers, growing memory and a bridge that no longer serves. Ends with 1 when
there was one.

  --target <name>  one of ${targetNames.join(', ')}; may be given several times
  --runs <n>       inputs for each target (100000)
  --seed <n>       the same seed gives the same inputs; chosen and printed where left out
  --help           this text`;

/** @throws Error naming what is wrong. */
export function readOptions(args: readonly string[]): FuzzCommand {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean', default: false },
      target: { type: 'string', multiple: true, default: [...targetNames] },
      runs: { type: 'string', default: '100000' },
      seed: { type: 'string' },
    },
  });
  const unknown = values.target.find((name) => !targetNames.some((known) => known === name));
  if (unknown !== undefined) throw new Error(`there is no target ${unknown}: see --help`);
  return {
    help: values.help,
    targets: targetNames.filter((name) => values.target.includes(name)),
    runs: wholeNumber('runs', values.runs, 1),
    seed: values.seed === undefined ? randomInt(2 ** 30) : wholeNumber('seed', values.seed, 0),
  };
}
