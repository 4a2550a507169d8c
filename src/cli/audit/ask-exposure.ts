/** Asks the delivery record and the database who was exposed, and finds out whose the accounts are. */
import { createAnsweringCameras } from '../../wall/audit/answering.ts';
import {
  answersIn,
  askedOf,
  camerasIn,
  createExposure,
  isAsked,
  type Exposed,
} from '../../wall/audit/exposure.ts';
import { readSummary } from '../../wall/audit/summary.ts';
import { whereabouts } from '../../wall/partitions/whereabouts.ts';
import type { CameraId } from '../../identity/ids.ts';
import type { AccountRecord } from '../../storage/accounts.ts';
import type { EntrySpan } from '../../storage/history.ts';
import { partsOf } from '../../storage/page.ts';
import { isCanaryEmail } from '../../tripwire/canary-account.ts';
import type { Data } from '../leaf.ts';
import type { Progress } from '../progress.ts';
import { exposedAccounts } from './exposed-accounts.ts';
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

/** Returns every entry of these cameras, whenever it was. */
async function everyEntry(
  { store }: Data,
  cameras: readonly CameraId[],
  until: number,
): Promise<readonly EntrySpan[]> {
  const found: EntrySpan[] = [];
  for (const part of partsOf(cameras)) {
    // At any time: an account that was shown a camera by slip may have been so before, or after, anybody had
    // it.
    found.push(...(await store.operator.history.entriesOf(part, 0, Math.max(until, Date.now()))));
  }
  return found;
}

/** What is known before anybody is read whom the record says nothing of. */
async function readExposure(data: Data, options: ExposureOptions, { at }: Progress) {
  const { store, ring, record } = data;
  const { build, model } = options;
  const question = {
    ...readWindow(options, Date.now()),
    ...(build !== undefined && { build }),
    ...(model !== undefined && { model }),
  };
  at('Reading the record');
  const answering = createAnsweringCameras();
  const { verdict, beside, ...told } = await readSummary(record.place, record.keys, {
    wanted(session) {
      // What answered at any time tells whose it was in this.
      answering.hear(session);
      return isAsked(question, session);
    },
    onRead: (done, of) => at('Reading the record', done, of),
  });
  const asked = askedOf(question, told);
  if (answering.isTold && asked.delivered.length > 0) {
    let read = 0;
    for await (const cameras of whereabouts(store, ring)) {
      for (const camera of cameras) answering.add(camera);
      at('Reading cameras', (read += cameras.length));
    }
  }
  const answers = answersIn(asked.delivered, answering.of);
  const cameras = camerasIn(asked.delivered, answers);
  const exposure = createExposure(asked, answers, await everyEntry(data, cameras, question.until));
  const restored = beside.flatMap((one) =>
    one.kind === 'restored' && one.at >= question.since ? [one] : [],
  );
  return { exposure, restored, verdict };
}

/**
 * Returns who was exposed in that time, with their names, and how far the record can be believed. With millions of
 * accounts `accounts` and `total` read for minutes, and hold a page at a time.
 */
export async function askExposure(data: Data, options: ExposureOptions, progress: Progress) {
  const { exposure, restored, verdict } = await readExposure(data, options, progress);
  const { question, runs, unknown, stopped } = exposure;
  const names = await readNames(data, {
    accounts: exposure.slips.flatMap(({ session, of, maybeOf }) => [
      session.account,
      ...of,
      ...maybeOf,
    ]),
    devices: exposure.slips.map(({ session }) => session.device),
  });
  const slips = exposure.slips.map(({ session, of, maybeOf }) => ({
    session: session.session,
    shownTo: names.account(session.account),
    device: names.device(session.device),
    from: isoTime(session.from),
    of: of.map(names.account),
    maybeOf: maybeOf.map(names.account),
  }));

  /** Yields the accounts, each with whose it is; `doing` is what for. */
  async function* accounts(doing: string): AsyncGenerator<readonly ExposedAccount[]> {
    let read = 0;
    for await (const page of exposedAccounts(data.store.operator.history, exposure)) {
      const of = await readNames(data, {
        accounts: page.map(({ account }) => account),
        devices: [],
      });
      const everyone = page.map((one) => ({ ...one, owner: of.owner(one.account) }));
      yield options.canaries
        ? everyone
        : everyone.filter(({ owner }) => owner === undefined || !isCanaryEmail(owner.email));
      progress.at(doing, (read += page.length));
    }
  }

  /** Counts the accounts; each page is handed to `look`, too. */
  async function total(look: (page: readonly ExposedAccount[]) => void = () => undefined) {
    // A foreign picture on its way to a canary counts, whoever is listed.
    const totals = { linked: 0, delivered: 0, couldBeAffected: 0, stopped };
    for await (const page of accounts('Counting accounts')) {
      for (const { linked, delivered, affected } of page) {
        totals.linked += Number(linked.length > 0);
        totals.delivered += Number(delivered.length > 0);
        totals.couldBeAffected += Number(affected.length > 0);
      }
      look(page);
    }
    return totals;
  }

  const said = { question, runs, slips, shownElsewhere: exposure.slips, unknown, restored };
  return { ...said, verdict, total, accounts: () => accounts('Listing accounts') };
}

export type ExposureAnswer = Awaited<ReturnType<typeof askExposure>>;
export type ExposureTotals = Awaited<ReturnType<ExposureAnswer['total']>>;
