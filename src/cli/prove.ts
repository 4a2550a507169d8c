/** casement prove */
import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { Failure } from '../common/failures.ts';
import { usualOptions, type ProveOptions } from '../workshop/proof/prove/options.ts';
import { prove, type Watcher } from '../workshop/proof/prove/prove.ts';
import { reportPage } from '../workshop/proof/prove/report/page.ts';
import {
  alarmLines,
  factsOf,
  foreignLine,
  historyLines,
  revocationFacts,
  revocationTable,
  seenLine,
  verdictOf,
} from '../workshop/proof/prove/report/text.ts';
import { holds, type Result } from '../workshop/proof/prove/result.ts';
import { scenarios } from '../workshop/proof/prove/scenarios/all.ts';
import { shrink } from '../workshop/proof/prove/shrink.ts';
import type { Context } from './context.ts';
import { readDuration } from './duration.ts';
import { table } from './table.ts';
import { UsageError } from './usage.ts';

interface CommandOptions {
  readonly households?: string;
  readonly cameras?: string;
  readonly displays?: string;
  readonly eyes?: string;
  readonly duration?: string;
  readonly requests?: string;
  readonly turns?: string;
  readonly each?: string;
  readonly seed?: string;
  readonly on: string;
  readonly only?: readonly string[];
  readonly list?: true;
  readonly html?: string;
  readonly json?: string;
  readonly shrink: boolean;
}

function count(option: string, text: string | undefined, least: number, usual: number): number {
  if (text === undefined) return usual;
  const value = Number(text);
  if (!/^\d{1,7}$/.test(text) || value < least) {
    throw new UsageError(`${option} must be a whole number, ${least} or more`);
  }
  return value;
}

/** Which database it is, and the roles: those of an installation. */
const variables = {
  bridge: 'DATABASE_URL',
  commands: 'OPERATOR_DATABASE_URL',
  migration: 'MIGRATION_DATABASE_URL',
} as const;

function serverOf({ env }: Context, on: string): ProveOptions['server'] {
  if (on === 'sqlite') return undefined;
  if (on !== 'postgres') throw new UsageError('--on must be sqlite or postgres');
  const urlOf = (name: string): string => {
    const url = env[name];
    if (!url) {
      throw new UsageError(
        `--on postgres takes a database with nothing in it, by ${Object.values(variables).join(', ')}: ${name} is not set`,
      );
    }
    return url;
  };
  const { bridge, commands, migration } = variables;
  return { bridge: urlOf(bridge), commands: urlOf(commands), migration: urlOf(migration) };
}

function readOptions(context: Context, options: CommandOptions): ProveOptions {
  const usual = usualOptions;
  const unknown = options.only?.find((name) => !scenarios.some((one) => one.name === name));
  if (unknown !== undefined) {
    throw new UsageError(`there is no scenario ${unknown}: see casement prove --list`);
  }
  const { duration, requests, turns, each, seed = usual.seed } = options;
  if (!/^[\w.-]{1,40}$/.test(seed)) throw new UsageError('--seed must be a short word or number');
  // A number of requests or turns is then the measure, unless a time is given as well.
  const counted = requests !== undefined || turns !== undefined;
  const durationMs = counted ? 3_600_000 : usual.durationMs;
  return {
    households: count('--households', options.households, 2, usual.households),
    cameras: count('--cameras', options.cameras, 1, usual.cameras),
    displays: count('--displays', options.displays, 1, usual.displays),
    eyes: count('--eyes', options.eyes, 0, usual.eyes),
    requests: count('--requests', requests, 1, usual.requests),
    turns: count('--turns', turns, 1, usual.turns),
    each: count('--each', each, 0, usual.each),
    durationMs: duration === undefined ? durationMs : readDuration('--duration', duration),
    seed,
    only: options.only ?? [],
    // A smaller run would want a new database.
    shrink: options.shrink && options.on === 'sqlite',
    server: serverOf(context, options.on),
  };
}

function listed(): string {
  const head = ['scenario', 'faults', 'what it does'];
  return table(
    head,
    scenarios.map(({ name, faults, says }) => [name, faults, says]),
    'no scenario',
  );
}

/** Returns everything that was found out, for a terminal. */
function summary(result: Result): string {
  const { head, lines } = factsOf(result);
  const revoked = revocationTable(result);
  return [
    table(head, lines, 'no scenario had its turn'),
    `\n${seenLine(result)}`,
    `\n${alarmLines(result).join('\n')}`,
    ...(revoked.lines.length > 0 ? ['', table(revoked.head, revoked.lines, '')] : []),
    ...result.troubles.map(({ scenario, what }) => `\n${scenario}: ${what}`),
  ].join('\n');
}

function historyOf({ foreign, history, households, displays }: Result): string {
  const [first] = foreign;
  if (first === undefined) return '';
  return [
    `The shortest history found (${households} households, ${displays} displays):`,
    ...historyLines(history, first.at),
    `       now  ${foreignLine(first)}`,
    '',
  ].join('\n');
}

async function run(
  context: Context,
  options: CommandOptions,
  more: Partial<Watcher>,
): Promise<void> {
  const { stdout, stderr } = context;
  if (options.list) {
    stdout.write(`${listed()}\n`);
    return;
  }
  const chosen = readOptions(context, options);
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  const tell = (line: string): void => void stderr.write(`${line}\n`);
  const watcher = { tell, stop: stop.signal, ...more };
  const result = await prove(chosen, watcher);
  stdout.write(`${summary(result)}\n`);
  const small = chosen.shrink ? await shrink(chosen, result, watcher) : result;
  const whole = {
    ...result,
    verdict: verdictOf(result),
    holds: holds(result),
    revoked: revocationFacts(result),
    smallest: small,
  };
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(whole)}\n`);
  if (options.html !== undefined) writeFileSync(options.html, reportPage(result));
  stdout.write(historyOf(small));
  if (!holds(result)) throw new Failure('forbidden', verdictOf(result));
  stdout.write(`${verdictOf(result)}\n`);
}

/** `more`: what a test does to the world, and what it takes to start the bridge from source. */
export function registerProve(
  program: Command,
  context: Context,
  more: Partial<Watcher> = {},
): void {
  const usual = usualOptions;
  program
    .command('prove')
    .description('Starts a bridge of its own and looks whether any fault shows a foreign picture.')
    .option('--households <n>', `how many households (default: ${usual.households})`)
    .option('--cameras <n>', `servers that play their cameras (default: ${usual.cameras})`)
    .option('--displays <n>', `displays at a time (default: ${usual.displays})`)
    .option('--eyes <n>', `pages of Chromium that look at pictures (default: ${usual.eyes})`)
    .option('--duration <time>', 'such as 90s, 10m or 1h (default: 2m)')
    .option('--requests <n>', 'end after so many requests')
    .option('--turns <n>', 'end after so many turns of scenarios')
    .option('--each <n>', 'go on after that until every scenario had so many turns')
    .option('--seed <word>', `the same one gives the same schedule (default: ${usual.seed})`)
    .option('--on <engine>', 'sqlite, or postgres: on a database given to it', 'sqlite')
    .option('--only <scenario...>', 'these scenarios only')
    .option('--list', 'say which scenarios there are')
    .option('--html <file>', 'write a report with plots')
    .option('--json <file>', 'write everything as JSON')
    .option('--no-shrink', 'where something foreign was found, do not look for a smaller run')
    .addHelpText('after', '\nExits with 1 when anything foreign was seen, or nothing was shown.')
    .action((options: CommandOptions) => run(context, options, more));
}
