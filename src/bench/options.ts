/** The command line of the bench. */
import { parseArgs } from 'node:util';

export const partNames = [
  'webhook',
  'strangers',
  'accounts',
  'first-frame',
  'media',
  'record',
] as const;
export type PartName = (typeof partNames)[number];

export interface BenchOptions {
  readonly help: boolean;
  readonly parts: readonly PartName[];
  readonly quick: boolean;
  readonly strict: boolean;
  readonly json: string | undefined;
  readonly profile: string | undefined;
}

export const help = `Usage: npm run bench -- [options]

Measures the bridge on this machine, beside a bare node:http server doing the same work.

  --only <part>   one of ${partNames.join(', ')}; may be given several times
  --quick         fewer and shorter rounds: for a look, not for a figure
  --json <file>   write everything as JSON, too
  --profile <dir> write CPU profiles of the servers, one for each process
  --strict        exit with 1 when a target is missed
  --help          this text`;

/** @throws Error naming what is wrong. */
export function readOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [...partNames] },
      quick: { type: 'boolean', default: false },
      strict: { type: 'boolean', default: false },
      json: { type: 'string' },
      profile: { type: 'string' },
    },
  });
  const parts = partNames.filter((name) => values.only.includes(name));
  const unknown = values.only.find((name) => !partNames.some((known) => known === name));
  if (unknown !== undefined) throw new Error(`there is no part ${unknown}: see --help`);
  const { quick, strict, json, profile } = values;
  return { help: values.help, parts, quick, strict, json, profile };
}
