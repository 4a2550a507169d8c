/** casement audit show */
import type { Command } from 'commander';
import { meet, type Span } from '../../wall/audit/spans.ts';
import { readSummary, type Beside, type Delivered } from '../../wall/audit/summary.ts';
import type { Context } from '../context.ts';
import { deviceId, namedAccount } from '../find.ts';
import { leaf, withData, type CommonOptions } from '../leaf.ts';
import { table } from '../table.ts';
import { readNames, type Named, type Names } from './names.ts';
import { readWindow, type TimeOptions } from './moment.ts';
import { isoTime, restoredLine, shortTime, shownSession, shownVerdict, trust } from './shown.ts';

interface Options extends CommonOptions, TimeOptions {
  readonly account?: string;
  readonly device?: string;
}

/** Returns one line on what stands beside the sessions. */
function inWords(beside: Beside, names: Names): string {
  if (beside.kind === 'taken-over') {
    const { on, account, device, formerAccount, formerDevice } = beside;
    return (
      `${shortTime(on)} ${names.device(device)} of ${names.account(account)} was given the camera of ` +
      `${names.device(formerDevice)} of ${names.account(formerAccount)} by an operator's word (--take-over).`
    );
  }
  if (beside.kind === 'restored') return restoredLine(beside);
  const { at, session, account, device } = beside;
  const what =
    beside.kind === 'elsewhere'
      ? `the ticket was used from another address (${beside.from}) than at first (${beside.first})`
      : beside.kind === 'reconnected'
        ? `another offer ended the connection before it${beside.from === undefined ? '' : ` (from ${beside.from})`}`
        : `more came of what is told above as ${beside.of}`;
  return `${shortTime(at)} ${session} of ${names.account(account)}, ${names.device(device)}: ${what}.`;
}

function namedIn(sessions: readonly Delivered[], besides: readonly Beside[]): Named {
  const named = besides.flatMap((one) => {
    if (one.kind === 'restored') return [];
    if (one.kind !== 'taken-over') return [one];
    return [one, { account: one.formerAccount, device: one.formerDevice }];
  });
  const all = [...sessions, ...named];
  return { accounts: all.map(({ account }) => account), devices: all.map(({ device }) => device) };
}

export function registerShow(group: Command, context: Context): void {
  leaf(group, 'show', 'Lists what was delivered to whom, one line for each session.')
    .option('--account <account>', 'to one account only: id, also of a removed one, or e-mail')
    .option('--device <device>', 'of one device id only')
    .option('--since <when>', 'from then on: a time, a day, or so long ago (7d)')
    .option('--until <when>', 'up to then')
    .action(async (options: Options) =>
      withData(context, options, async (data) => {
        const { store, record } = data;
        const { place, keys } = record;
        const { since: from, until: to } = readWindow(options, Date.now());
        const account =
          options.account === undefined ? undefined : await namedAccount(store, options.account);
        const device = options.device === undefined ? undefined : deviceId(options.device);
        const { delivered, beside, verdict } = await readSummary(place, keys);
        const asked = (one: { account: string; device: string }, span: Span): boolean =>
          (account === undefined || one.account === account) &&
          (device === undefined || one.device === device) &&
          meet(span, { from, to });
        const sessions = delivered.filter((session) => asked(session, session));
        const besides = beside.filter((one) => {
          const span = { from: one.at, to: one.at };
          // A restored database concerns everybody.
          return one.kind === 'restored' ? meet(span, { from, to }) : asked(one, span);
        });
        const names = await readNames(data, namedIn(sessions, besides));
        const located = sessions.some(({ address }) => address !== undefined);
        const rows = sessions.map((session) => [
          shortTime(session.from),
          shortTime(session.to),
          names.account(session.account),
          names.device(session.device),
          session.protocol,
          String(session.bytes),
          String(session.units),
          session.build,
          session.reason ?? 'running',
          ...(located ? [session.address ?? ''] : []),
        ]);
        const usual = ['FROM', 'TO', 'ACCOUNT', 'DEVICE', 'BY', 'BYTES', 'UNITS', 'BUILD', 'END'];
        const head = located ? [...usual, 'ADDRESS'] : usual;
        return {
          json: {
            record: shownVerdict(verdict),
            sessions: sessions.map((one) => ({ ...shownSession(one), ...names.fields(one) })),
            beside: besides.map(({ at, ...rest }) => ({
              ...rest,
              ...('session' in rest && names.fields(rest)),
              ...('on' in rest && { on: isoTime(rest.on) }),
              ...('made' in rest && rest.made !== undefined && { made: isoTime(rest.made) }),
              at: isoTime(at),
            })),
          },
          text: [
            trust(verdict),
            '',
            table(head, rows, 'Nothing was delivered.'),
            ...besides.map((one) => inWords(one, names)),
          ].join('\n'),
        };
      }),
    );
}
