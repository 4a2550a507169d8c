/** casement audit exposure */
import type { Command } from 'commander';
import { exposure, type Exposed } from '../../wall/audit/exposure.ts';
import { readSummary, type Summary } from '../../wall/audit/summary.ts';
import { whereabouts } from '../../wall/partitions/whereabouts.ts';
import type { AccountRecord } from '../../storage/accounts.ts';
import { isCanaryEmail } from '../../tripwire/canary-account.ts';
import type { Context } from '../context.ts';
import { csv } from '../csv.ts';
import { leaf, withData, type CommonOptions, type Data } from '../leaf.ts';
import { table } from '../table.ts';
import { UsageError } from '../usage.ts';
import { readWindow, type TimeOptions } from './moment.ts';
import { readNames } from './names.ts';
import { isoTime, restoredLine, shortTime, shownSession, shownVerdict, trust } from './shown.ts';

interface Options extends CommonOptions, TimeOptions {
  readonly build?: string;
  readonly model?: string;
  readonly csv?: true;
  readonly canaries?: true;
}

/** An account that was exposed, and whose it is; a removed account has no name any more. */
interface Named extends Exposed {
  readonly owner: AccountRecord | undefined;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
const edge = (ms: number | undefined): string => (ms === undefined ? '' : isoTime(ms));

function row({
  account,
  owner,
  linked,
  delivered,
  seenByOthers,
  shownTo,
  stopped,
  affected,
}: Named) {
  return {
    account,
    email: owner?.email ?? '',
    removed: owner === undefined,
    linked: linked.length > 0,
    sessions: delivered.length,
    bytes: sum(delivered.map(({ bytes }) => bytes)),
    units: sum(delivered.map(({ units }) => units)),
    seenByOthers,
    stopped,
    shownElsewhere: shownTo.length,
    affected: affected.join(' '),
  };
}

function inColumns(accounts: readonly Named[]): string {
  const rows = accounts
    .map(row)
    .map((one) => [
      one.account,
      one.removed ? '(removed)' : one.email,
      one.linked ? 'yes' : 'no',
      ...[one.sessions, one.bytes, one.units, one.seenByOthers, one.stopped].map(String),
      one.affected === '' ? 'no' : one.affected,
    ]);
  const numbers = ['SESSIONS', 'BYTES', 'UNITS', 'SEEN BY OTHERS', 'STOPPED'];
  const head = ['ACCOUNT', 'E-MAIL', 'LINKED', ...numbers, 'AFFECTED'];
  return table(head, rows, 'No account was linked then, or delivered anything.');
}

/** Ids, each once. */
const ids = (all: readonly string[]): string => [...new Set(all)].join(' ');

function asCsv({ accounts, shownElsewhere }: Answered): string {
  const rows = accounts.map((one) => {
    const shown = shownElsewhere.filter(({ session }) => session.account === one.account);
    return {
      ...row(one),
      // Both sides of a slip.
      shownTo: ids(one.shownTo.map(({ account }) => account)),
      shownOf: ids(shown.flatMap(({ of }) => of)),
      mayHaveBeenOf: ids(shown.flatMap(({ maybeOf }) => maybeOf)),
      linkedFrom: edge(one.linked[0]?.from),
      linkedTo: edge(one.linked.at(-1)?.to),
      delivered: one.delivered.map(({ session }) => session).join(' '),
      addresses: ids(one.delivered.flatMap(({ address }) => address ?? [])),
    };
  });
  const whose = ['account', 'email', 'removed', 'linked', 'linkedFrom', 'linkedTo'] as const;
  const what = ['sessions', 'bytes', 'units', 'seenByOthers', 'stopped'] as const;
  const slips = ['shownTo', 'shownOf', 'mayHaveBeenOf'] as const;
  const head = [...whose, ...what, 'affected', ...slips, 'delivered', 'addresses'] as const;
  return csv(
    head,
    rows.map((one) => head.map((name) => String(one[name]))),
  );
}

async function ask(data: Data, options: Options) {
  const { store, ring, record } = data;
  const window = readWindow(options, Date.now());
  const { build, model } = options;
  const summary: Summary = await readSummary(record.place, record.keys);
  const [grants, entries, cameras, names] = await Promise.all([
    store.history.grants(window.since, window.until),
    // At any time: an account that was shown a camera by slip may have been so before, or after, anybody had
    // it.
    store.history.entries(0, Math.max(window.until, Date.now())),
    whereabouts(store, ring),
    readNames(data),
  ]);
  const found = exposure(
    { ...window, ...(build !== undefined && { build }), ...(model !== undefined && { model }) },
    { ...summary, grants, entries, cameras },
  );
  const everyone: readonly Named[] = found.accounts.map((one) => ({
    ...one,
    owner: names.owner(one.account),
  }));
  const accounts = options.canaries
    ? everyone
    : everyone.filter(({ owner }) => owner === undefined || !isCanaryEmail(owner.email));
  const count = (holds: (one: Named) => boolean): number => accounts.filter(holds).length;
  const totals = {
    linked: count(({ linked }) => linked.length > 0),
    delivered: count(({ delivered }) => delivered.length > 0),
    couldBeAffected: count(({ affected }) => affected.length > 0),
    // A foreign picture on its way to a canary counts, whoever is listed.
    stopped: sum(everyone.map(({ stopped }) => stopped)),
  };
  const slips = found.slips.map(({ session, of, maybeOf }) => ({
    session: session.session,
    shownTo: names.account(session.account),
    device: names.device(session.device),
    from: isoTime(session.from),
    of: of.map(names.account),
    maybeOf: maybeOf.map(names.account),
  }));
  const { question, runs, unknown } = found;
  const restored = summary.beside.flatMap((one) =>
    one.kind === 'restored' && one.at >= question.since ? [one] : [],
  );
  const said = { question, runs, slips, shownElsewhere: found.slips, unknown, restored };
  return { ...said, accounts, totals, verdict: summary.verdict };
}

type Answered = Awaited<ReturnType<typeof ask>>;

function asJson(answered: Answered) {
  const { question, runs, slips, accounts, totals, verdict, restored } = answered;
  return {
    question: { ...question, since: isoTime(question.since), until: isoTime(question.until) },
    record: shownVerdict(verdict),
    builds: runs.map(({ build, from, to }) => ({ build, from: isoTime(from), to: edge(to) })),
    totals,
    slips,
    restored: restored.map(({ at, by }) => ({ at: isoTime(at), by })),
    cannotSay: limits(answered),
    accounts: accounts.map((one) => ({
      ...row(one),
      affected: one.affected,
      linked: one.linked.map(({ from, to }) => ({ from: isoTime(from), to: edge(to) })),
      delivered: one.delivered.map(shownSession),
    })),
  };
}

/** Returns what no answer from the record can know. */
const limits = ({ unknown, restored }: Answered): readonly string[] => [
  ...(unknown > 0
    ? [
        `${unknown} session(s) were recorded by an earlier version: of them only what was meant is known`,
      ]
    : []),
  ...(restored.length > 0
    ? ['who had which camera, and who was linked, between the backup and its restoration']
    : []),
  'what was delivered while AUDIT was off',
  'which of several cameras it was that say the same of themselves, where no place that is known tells them apart: all of them are named, also where the one that was meant is among them',
  'whether two cameras that say the same of themselves had taken each other’s address',
  'names of accounts and cameras that are gone',
];

function inWords(answered: Answered): string {
  const { question, runs, slips, accounts, totals, verdict, restored } = answered;
  const narrowed = question.build !== undefined || question.model !== undefined;
  const late = verdict.first !== undefined && verdict.first.at > question.since;
  return [
    trust(verdict),
    ...(late ? ['What was delivered before that it cannot say.'] : []),
    ...runs.map(
      ({ build, from, to }) =>
        `Build ${build} ran from ${shortTime(from)}${to === undefined ? '' : ` to ${shortTime(to)}`}.`,
    ),
    ...restored.map(restoredLine),
    `${totals.linked} account(s) ${narrowed ? 'had such an integration' : 'were linked'}, ${totals.delivered} were delivered ` +
      `something, ${totals.couldBeAffected} could have been affected; ${totals.stopped} foreign ` +
      'picture(s) were stopped.',
    ...slips.map(
      ({ session, shownTo, device, from, of, maybeOf }) =>
        `Another camera ${of.length > 0 ? 'answered' : 'may have answered'} than was meant: in ${session}, ` +
        `from ${from}, ${shownTo} was shown for ${device} what ` +
        [
          ...(of.length > 0 ? [`was of ${of.join(', ')}`] : []),
          ...(maybeOf.length > 0 ? [`may have been of ${maybeOf.join(', ')}`] : []),
        ].join(', and what ') +
        '.',
    ),
    'It cannot say:',
    ...limits(answered).map((limit) => `- ${limit}`),
    '',
    inColumns(accounts),
  ].join('\n');
}

export function registerExposure(group: Command, context: Context): void {
  leaf(
    group,
    'exposure',
    'After an incident: which accounts were linked in that time (with --model: and had such a camera), what was ' +
      'delivered to them, and who could have been affected.',
  )
    .requiredOption('--since <when>', 'from then on: a time, a day, or so long ago (7d)')
    .option('--until <when>', 'up to then (default: now)')
    .option('--build <build>', 'by this build only: as audit show prints it, or its beginning')
    .option('--model <model>', 'of cameras that were added with exactly this model')
    .option('--canaries', 'list the accounts of the tripwire, too')
    .option('--csv', 'print comma-separated values, one line for each account')
    .action(async (options: Options) =>
      withData(context, options, async (data) => {
        if (options.csv && options.json)
          throw new UsageError('--csv and --json exclude each other');
        const answer = await ask(data, options);
        const text = options.csv ? asCsv(answer) : inWords(answer);
        return { json: asJson(answer), text };
      }),
    );
}
