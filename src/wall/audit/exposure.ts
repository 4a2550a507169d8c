/**
 * Answers the question after an incident: which accounts had such an integration in that time, what was
 * delivered to them, and who could have been affected.
 *
 * An account could be affected if it was shown something (it may have been another's), or if its camera was
 * shown to anybody (it may have been to another). An account that was linked and neither of these was not.
 */
import { groupBy } from '../../common/group-by.ts';
import type { AccountId, CameraId } from '../../identity/ids.ts';
import type { EntrySpan, GrantSpan } from '../../storage/history.ts';
import { createAnsweringCameras, type CameraNow } from './answering.ts';
import { slipsIn, type ShownElsewhere } from './slips.ts';
import { common, joined, meet, type Span } from './spans.ts';
import type { Delivered, Run, Summary } from './summary.ts';

export interface Question {
  /** Milliseconds since 1970, both included. */
  readonly since: number;
  readonly until: number;
  /** Exactly as given when the cameras were added. */
  readonly model?: string;
  /** A build, or the beginning of its name. */
  readonly build?: string;
}

export interface Known extends Omit<Summary, 'verdict' | 'beside'> {
  readonly grants: readonly GrantSpan[];
  readonly entries: readonly EntrySpan[];
  /** The cameras of today. */
  readonly cameras: readonly CameraNow[];
}

export interface Exposed {
  readonly account: AccountId;
  /** When it was linked and could see such a camera, while such a build ran. */
  readonly linked: readonly Span[];
  /** What was delivered to it. A session is listed whole, even if it reaches beyond the time. */
  readonly delivered: readonly Delivered[];
  /** Sessions in which pictures of a camera it could see were delivered to some other account. */
  readonly seenByOthers: number;
  /**
   * Sessions of other accounts in which a camera it could see answered, or may have, in the place of theirs.
   */
  readonly shownTo: readonly Delivered[];
  /** Foreign pictures that were stopped on their way to it. */
  readonly stopped: number;
  /** Why it could have been affected; empty if it could not. */
  readonly affected: readonly ('delivered' | 'seen' | 'shown')[];
}

export interface Exposure {
  readonly question: Question;
  /** The builds that ran in the time, limited to those asked about. */
  readonly runs: readonly Run[];
  /** Every account that had such an integration, was delivered something, or was seen. */
  readonly accounts: readonly Exposed[];
  /** Sessions in which one camera answered for another: to whom it was shown, and whose it was. */
  readonly slips: readonly ShownElsewhere[];
  /** Sessions from before the record named what answered: only what was meant is known of them. */
  readonly unknown: number;
}

const cameraOf = ({ camera, epoch }: { camera: string; epoch: number }): string =>
  `${camera} ${epoch}`;

/** Returns the answer, by `known` alone: it must hold all that was recorded of the time in question. */
export function exposure(question: Question, known: Known): Exposure {
  const { model, build } = question;
  const window: Span = { from: question.since, to: question.until };
  const asked = (one: { build: string }): boolean =>
    build === undefined || one.build.startsWith(build);
  const runs = known.runs.filter((run) => asked(run) && meet(run, window));
  // If no build is in question, a gap in the record of runs excludes no time.
  const times = build === undefined ? [window] : runs.flatMap((run) => common(run, window) ?? []);

  const answers = createAnsweringCameras(known.delivered, known.cameras);
  const camerasIn = (session: Delivered): readonly CameraId[] => {
    const { certain, possible } = answers(session);
    return [...certain, ...possible];
  };
  const ofModel = new Set(
    known.entries.filter((entry) => entry.model === model).map(({ camera }) => camera),
  );
  const suits = (one: { model?: string | undefined }): boolean =>
    model === undefined || one.model === model;
  const entries = known.entries.filter((entry) => suits(entry) && meet(entry, window));
  const delivered = known.delivered.filter(
    (session) =>
      (suits(session) || camerasIn(session).some((camera) => ofModel.has(camera))) &&
      asked(session) &&
      meet(session, window),
  );
  const stopped = known.stopped.filter(
    (one) => asked(one) && meet({ from: one.at, to: one.at }, window),
  );

  const grantsOf = groupBy(known.grants, ({ account }) => account);
  const entriesOf = groupBy(entries, ({ account }) => account);
  const deliveredTo = groupBy(delivered, ({ account }) => account);
  const deliveredOf = groupBy(delivered, cameraOf);
  const stoppedOf = groupBy(stopped, ({ account }) => account);

  const slips = slipsIn(delivered, answers, known.entries);

  function linkedTimes(account: AccountId): readonly Span[] {
    const active = (grantsOf.get(account) ?? []).flatMap((grant) =>
      times.flatMap((time) => common(grant, time) ?? []),
    );
    if (model === undefined) return joined(active);
    const could = entriesOf.get(account) ?? [];
    return joined(active.flatMap((span) => could.flatMap((entry) => common(span, entry) ?? [])));
  }

  function exposed(account: AccountId): Exposed {
    const to = deliveredTo.get(account) ?? [];
    const seen = (entriesOf.get(account) ?? []).flatMap((entry) =>
      (deliveredOf.get(cameraOf(entry)) ?? []).filter((session) => meet(session, entry)),
    );
    const shownTo = slips
      .filter(({ of, maybeOf }) => [...of, ...maybeOf].includes(account))
      .map(({ session }) => session);
    const others = new Set(seen.filter((session) => session.account !== account));
    return {
      account,
      linked: linkedTimes(account),
      delivered: to,
      seenByOthers: others.size,
      shownTo,
      stopped: stoppedOf.get(account)?.length ?? 0,
      affected: [
        ...(to.length > 0 ? (['delivered'] as const) : []),
        ...(seen.length > 0 ? (['seen'] as const) : []),
        ...(shownTo.length > 0 ? (['shown'] as const) : []),
      ],
    };
  }

  const everyone = new Set([
    ...[known.grants, entries, delivered, stopped].flatMap((all) =>
      all.map(({ account }) => account),
    ),
    ...slips.flatMap(({ of, maybeOf }) => [...of, ...maybeOf]),
  ]);
  const accounts = Array.from(everyone, exposed).filter(
    ({ linked, affected, stopped: alarms }) => linked.length + affected.length + alarms > 0,
  );
  return {
    question,
    runs,
    accounts: accounts.toSorted((a, b) => (a.account < b.account ? -1 : 1)),
    slips,
    unknown: delivered.filter(({ answered }) => answered === undefined).length,
  };
}
