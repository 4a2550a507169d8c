/** casement replay */
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { type Command, Option } from 'commander';
import { Failure } from '../common/failures.ts';
import { readDemoFile } from '../simulator/demo/demo-file.ts';
import { link, type LinkOrder, type Linked } from '../simulator/client/link.ts';
import { readFixtures, unlinks } from '../workshop/lab/replay/fixture.ts';
import { replay, type Replayed, type ReplayTarget, unlink } from '../workshop/lab/replay/replay.ts';
import type { Context } from './context.ts';
import { UsageError } from './usage.ts';

interface ReplayOptions {
  readonly url?: string;
  readonly demo?: string;
  readonly account?: string;
  readonly tokenFile?: string;
  readonly token?: string | true;
  readonly foreign: readonly string[];
  readonly unlink?: true;
  readonly json?: true;
}

const inArguments =
  'a token on the command line can be read by everybody on this machine: ' +
  'set CASEMENT_TOKEN, or use --token-file';

async function ownToken({ env, stdin }: Context, { tokenFile }: ReplayOptions): Promise<string> {
  const given = await (async () => {
    if (tokenFile === undefined) return env['CASEMENT_TOKEN'];
    if (tokenFile === '-') return text(stdin);
    try {
      return readFileSync(tokenFile, 'utf8');
    } catch {
      throw new UsageError(`${tokenFile} cannot be read`);
    }
  })();
  const token = given?.trim();
  if (!token)
    throw new UsageError('no access token: use --demo, --token-file, or set CASEMENT_TOKEN');
  return token;
}

/** Returns the code, or else the words, with which a `fetch` was refused; undefined if something else went wrong. */
function fetchRefusal(error: unknown): string | undefined {
  const cause = typeof error === 'object' && error !== null && 'cause' in error && error.cause;
  if (typeof cause !== 'object' || cause === null || !('message' in cause)) return undefined;
  return String('code' in cause ? cause.code : cause.message);
}

/** As `link`. @throws Failure `overloaded` if it is not reached, too */
async function linkDemo(order: LinkOrder): Promise<Linked> {
  try {
    return await link(order);
  } catch (cause) {
    const refusal = fetchRefusal(cause);
    if (refusal === undefined) throw cause;
    const why =
      refusal === 'ECONNREFUSED'
        ? 'does not answer: start the demo with npm start'
        : `cannot be reached (${refusal})`;
    throw new Failure('overloaded', `${order.origin} ${why}`, { cause });
  }
}

/** Links one of the demo's accounts; the cameras of the others are the foreign ones. */
async function demoTarget(file: string, { url, account }: ReplayOptions): Promise<ReplayTarget> {
  const demo = readDemoFile(file);
  if (demo === undefined) throw new UsageError(`there is no ${file}`);
  const mine = demo.accounts.find(({ name }) => account === undefined || name === account);
  if (mine === undefined) throw new UsageError(`the demo has no account ${account}`);
  const origin = url ?? demo.origin;
  const { email, password } = mine;
  const { accessToken: token } = await linkDemo({ origin, ...demo.oauth, email, password });
  const others = demo.accounts.filter((other) => other !== mine);
  const foreign = others.flatMap(({ cameras }) => cameras.map(({ deviceId }) => deviceId));
  return { origin, token, foreign };
}

async function targetOf(context: Context, options: ReplayOptions): Promise<ReplayTarget> {
  const { url, demo, foreign } = options;
  if (options.token !== undefined) throw new UsageError(inArguments);
  if (url !== undefined && !URL.canParse(url)) throw new UsageError('--url is not a URL');
  if (demo !== undefined) return demoTarget(demo, options);
  if (url === undefined)
    throw new UsageError('name the bridge with --url, or the demo with --demo');
  return { origin: url, token: await ownToken(context, options), foreign };
}

function lines({ file, name, ms, differences }: Replayed): string[] {
  if (differences.length === 0) return [`ok      ${file} (${ms} ms): ${name}`];
  return [
    `DIFFERS ${file}: ${name}`,
    ...differences.flatMap(({ at, expected, found }) => [
      `        ${at}`,
      `          - expected ${expected}`,
      `          + found    ${found}`,
    ]),
  ];
}

async function run(context: Context, files: readonly string[], options: ReplayOptions) {
  const fixtures = readFixtures(files);
  const ending = fixtures.find(unlinks);
  if (ending !== undefined && options.demo === undefined && options.unlink === undefined) {
    throw new UsageError(
      `${ending.file} unlinks the account of this token: add --unlink to mean it`,
    );
  }
  const target = await targetOf(context, options);
  let results: readonly Replayed[];
  try {
    results = await replay(fixtures, target);
  } finally {
    if (options.demo !== undefined) await unlink(target);
  }
  const differing = results.filter(({ differences }) => differences.length > 0).length;
  const summary = `${results.length - differing} of ${results.length} as expected`;
  const shown = options.json
    ? JSON.stringify(results)
    : [...results.flatMap(lines), summary].join('\n');
  context.stdout.write(`${shown}\n`);
  if (differing > 0)
    throw new Failure('bad-request', `${differing} of ${results.length} answers differ`);
}

export function registerReplay(program: Command, context: Context): void {
  program
    .command('replay <files...>')
    .description('Sends recorded intents to a bridge and compares the answers.')
    .option('--url <origin>', 'where the bridge is reached')
    .option('--demo <file>', "link by the demo's demo.json; gives --url too")
    .option('--account <name>', 'which account of the demo (default: the first)')
    .option('--token-file <file>', 'file with an access token, - for standard input')
    .addOption(new Option('--token [token]', 'refused, with the reason').hideHelp())
    .addOption(
      new Option(
        '--foreign <ids...>',
        "another account's device ids, for fixtures that ask for them",
      ).default([], 'none'),
    )
    .option('--unlink', 'let a DISCONNECT end the linking of the token')
    .option('--json', 'print JSON, errors too')
    .addHelpText(
      'after',
      '\nWithout --demo and --token-file the token is taken from CASEMENT_TOKEN.',
    )
    .action((files: string[], options: ReplayOptions) => run(context, files, options));
}
