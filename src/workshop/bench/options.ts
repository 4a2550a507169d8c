/** The command line of the bench. */
import { parseArgs } from 'node:util';

export const partNames = [
  'webhook',
  'strangers',
  'accounts',
  'sessions',
  'scale',
  'first-frame',
  'players',
  'media',
  'record',
  'neighbour',
] as const;
/** What one account, or a stranger, does to all others in the part `neighbour`. */
export const attackNames = [
  'offers',
  'consents',
  'sign-ins',
  'stills',
  'pictures',
  'sessions',
  'connections',
  'queries',
  'executes',
  'playlists',
  'forms',
  'pipelines',
] as const;
export type AttackName = (typeof attackNames)[number];
export type PartName = (typeof partNames)[number];

export interface BenchOptions {
  readonly help: boolean;
  readonly parts: readonly PartName[];
  readonly attacks: readonly AttackName[];
  readonly quick: boolean;
  readonly strict: boolean;
  readonly json: string | undefined;
  readonly profile: string | undefined;
}

export const help = `Usage: npm run bench -- [options]

Measures the bridge on this machine, beside a bare node:http server doing the same work.

  --only <part>   one of ${partNames.join(', ')}; may be given several times
  --only neighbour=<attack>
                  one of ${attackNames.join(', ')}, alone
  --quick         fewer and shorter rounds: for a look, not for a figure
  --json <file>   write everything as JSON, too
  --profile <dir> write CPU profiles of the servers, one for each process
  --strict        exit with 1 when a target is missed
  --beside <commit>
                  measure that commit, too, in turn, and print both side by side; goes with --only,
                  --quick and --turns <n> (1 by default)
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
  const asked = values.only.map((text) => {
    const [part, attack] = text.split('=');
    const known = attack === undefined || attackNames.some((name) => name === attack);
    if (
      !partNames.some((name) => name === part) ||
      !known ||
      (attack !== undefined && part !== 'neighbour')
    ) {
      throw new Error(`there is no part ${text}: see --help`);
    }
    return { part, attack };
  });
  const parts = partNames.filter((name) => asked.some(({ part }) => part === name));
  const alone = attackNames.filter((name) => asked.some(({ attack }) => attack === name));
  const attacks = alone.length > 0 ? alone : attackNames;
  const { quick, strict, json, profile } = values;
  return { help: values.help, parts, attacks, quick, strict, json, profile };
}
