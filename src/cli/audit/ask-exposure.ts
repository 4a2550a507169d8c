/** Asks the delivery record and the database who was exposed, and finds out whose the accounts are. */
import { exposure, type Exposed } from '../../wall/audit/exposure.ts';
import { readSummary, type Summary } from '../../wall/audit/summary.ts';
import { whereabouts } from '../../wall/partitions/whereabouts.ts';
import type { AccountRecord } from '../../storage/accounts.ts';
import { isCanaryEmail } from '../../tripwire/canary-account.ts';
import type { Data } from '../leaf.ts';
import { readWindow, type TimeOptions } from './moment.ts';
import { readNames } from './names.ts';
import { isoTime } from './shown.ts';

/** What is asked about, as the options of the command say it. */
export interface ExposureOptions extends TimeOptions {
  readonly build?: string;
  readonly model?: string;
  readonly canaries?: true;
}

/** An account that was exposed, and whose it is; a removed account has no name any more. */
export interface ExposedAccount extends Exposed {
  readonly owner: AccountRecord | undefined;
}

/** Returns who was exposed in that time, with their names, and how far the record can be believed. */
export async function askExposure(data: Data, options: ExposureOptions) {
  const { store, ring, record } = data;
  const window = readWindow(options, Date.now());
  const { build, model } = options;
  const summary: Summary = await readSummary(record.place, record.keys);
  const [grants, entries, cameras] = await Promise.all([
    store.operator.history.grants(window.since, window.until),
    // At any time: an account that was shown a camera by slip may have been so before, or after, anybody had
    // it.
    store.operator.history.entries(0, Math.max(window.until, Date.now())),
    whereabouts(store, ring),
  ]);
  const found = exposure(
    { ...window, ...(build !== undefined && { build }), ...(model !== undefined && { model }) },
    { ...summary, grants, entries, cameras },
  );
  const names = await readNames(data, {
    accounts: [
      ...found.accounts.map(({ account }) => account),
      ...found.slips.flatMap(({ session, of, maybeOf }) => [session.account, ...of, ...maybeOf]),
    ],
    devices: found.slips.map(({ session }) => session.device),
  });
  const everyone: readonly ExposedAccount[] = found.accounts.map((one) => ({
    ...one,
    owner: names.owner(one.account),
  }));
  const accounts = options.canaries
    ? everyone
    : everyone.filter(({ owner }) => owner === undefined || !isCanaryEmail(owner.email));
  const count = (holds: (one: ExposedAccount) => boolean): number => accounts.filter(holds).length;
  const totals = {
    linked: count(({ linked }) => linked.length > 0),
    delivered: count(({ delivered }) => delivered.length > 0),
    couldBeAffected: count(({ affected }) => affected.length > 0),
    // A foreign picture on its way to a canary counts, whoever is listed.
    stopped: everyone.reduce((all, { stopped }) => all + stopped, 0),
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

export type ExposureAnswer = Awaited<ReturnType<typeof askExposure>>;
