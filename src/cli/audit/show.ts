/** casement audit show */
import type { Command } from 'commander';
import { meet } from '../../audit/spans.ts';
import { readTold } from '../../audit/told.ts';
import type { Context } from '../context.ts';
import { deviceId, namedAccount } from '../find.ts';
import { leaf, withData, type CommonOptions } from '../leaf.ts';
import { table } from '../table.ts';
import { readWindow, type TimeOptions } from './moment.ts';
import { shortTime, shownSession, shownVerdict, trust } from './shown.ts';

interface Options extends CommonOptions, TimeOptions {
  readonly account?: string;
  readonly device?: string;
}

export function registerShow(group: Command, context: Context): void {
  leaf(group, 'show', 'Lists what was delivered to whom, one line for each session.')
    .option('--account <account>', 'to one account only: id, also of a removed one, or e-mail')
    .option('--device <device>', 'of one device id only')
    .option('--since <when>', 'from then on: a time, a day, or so long ago (7d)')
    .option('--until <when>', 'up to then')
    .action(async (options: Options) =>
      withData(context, options, async ({ store, record: { place, keys } }) => {
        const { since: from, until: to } = readWindow(options, Date.now());
        const account =
          options.account === undefined
            ? undefined
            : await namedAccount(store.accounts, options.account);
        const device = options.device === undefined ? undefined : deviceId(options.device);
        const { delivered, verdict } = await readTold(place, keys);
        const sessions = delivered.filter(
          (session) =>
            (account === undefined || session.account === account) &&
            (device === undefined || session.device === device) &&
            meet(session, { from, to }),
        );
        const located = sessions.some(({ address }) => address !== undefined);
        const rows = sessions.map((session) => [
          shortTime(session.from),
          shortTime(session.to),
          session.account,
          session.device,
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
          json: { record: shownVerdict(verdict), sessions: sessions.map(shownSession) },
          text: `${trust(verdict)}\n\n${table(head, rows, 'Nothing was delivered.')}`,
        };
      }),
    );
}
