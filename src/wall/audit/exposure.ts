/**
 * Answers the question after an incident: which accounts had such an integration in that time, what was
 * delivered to them, and who could have been affected.
 *
 * It is answered account by account, by what the record says of all and by what the map says of that one: with millions of
 * accounts nothing holds all of them.
 *
 * An account could be affected if it was shown something (it may have been another's), or if its camera was
 * shown to anybody (it may have been to another). An account that was linked and neither of these was not.
 */
import { groupBy } from '../../common/group-by.ts';
import type { AccountId, CameraId } from '../../identity/ids.ts';
import type { EntrySpan, GrantSpan } from '../../storage/history.ts';
import type { OtherAnswers } from './answering.ts';
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

/** What the record says of a time. */
export interface Asked extends Pick<Summary, 'delivered' | 'stopped' | 'runs'> {
  readonly question: Question;
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

/** What the map said of one account in that time. */
export interface Stood {
  readonly grants: readonly GrantSpan[];
  /** Of no use unless a model is asked about. */
  readonly entries: readonly EntrySpan[];
}

export interface Exposure {
  readonly question: Question;
  /** The builds that ran in the time, limited to those asked about. */
  readonly runs: readonly Run[];
  /** Accounts of which the record says something, in the order of their ids: they need not have been linked. */
  readonly recorded: readonly AccountId[];
  /**
   * Returns what became of an account; undefined if it neither had such an integration nor was delivered anything nor
   * seen.
   */
  of(account: AccountId, stood: Stood): Exposed | undefined;
  /** Foreign pictures that were stopped. */
  readonly stopped: number;
  /** Sessions in which one camera answered for another: to whom it was shown, and whose it was. */
  readonly slips: readonly ShownElsewhere[];
  /** Sessions from before the record named what answered: only what was meant is known of them. */
  readonly unknown: number;
}

const cameraOf = ({ camera, epoch }: { camera: string; epoch: number }): string =>
  `${camera} ${epoch}`;

/** Whether what a line or a session tells was done by a build that is in question. */
const isOfBuild = ({ build: asked }: Question, { build }: { readonly build: string }): boolean =>
  asked === undefined || build.startsWith(asked);

const windowOf = ({ since, until }: Question): Span => ({ from: since, to: until });

/** Whether a session is in question, by its time and its build. */
export const isAsked = (question: Question, session: Span & { readonly build: string }): boolean =>
  isOfBuild(question, session) && meet(session, windowOf(question));

/** Returns what `summary` says of the time and the build in question. */
export function askedOf(
  question: Question,
  { delivered, stopped, runs }: Pick<Summary, 'delivered' | 'stopped' | 'runs'>,
): Asked {
  const isWithin = (one: Span & { readonly build: string }): boolean => isAsked(question, one);
  return {
    question,
    delivered: delivered.filter(isWithin),
    stopped: stopped.filter(({ at, build }) => isWithin({ from: at, to: at, build })),
    runs: runs.filter(isWithin),
  };
}

/** What answered in sessions, found out once for each. */
export type Answers = (session: Delivered) => OtherAnswers;

/** Returns the answers in these sessions by `find`. */
export function answersIn(sessions: readonly Delivered[], find: Answers): Answers {
  const known = new Map<Delivered, OtherAnswers>();
  const nobody: OtherAnswers = { certain: new Set(), possible: new Set() };
  for (const session of sessions) {
    const found = find(session);
    if (found.certain.size + found.possible.size > 0) known.set(session, found);
  }
  return (session) => known.get(session) ?? nobody;
}

/** Returns the cameras that were meant in sessions, or answered in them, or may have. */
export function camerasIn(sessions: readonly Delivered[], answers: Answers): readonly CameraId[] {
  const cameras = new Set<CameraId>();
  for (const session of sessions) {
    const { certain, possible } = answers(session);
    for (const camera of [session.camera, ...certain, ...possible]) cameras.add(camera);
  }
  return [...cameras];
}

/**
 * Returns the answer, by what was `asked` of the record: it must hold all that was recorded of the time in question.
 * `entries` are those of the cameras in it (`camerasIn`), at any time.
 */
export function createExposure(
  asked: Asked,
  answers: Answers,
  entries: readonly EntrySpan[],
): Exposure {
  const { question, runs } = asked;
  const { model, build } = question;
  const window = windowOf(question);
  // If no build is in question, a gap in the record of runs excludes no time.
  const times = build === undefined ? [window] : runs.flatMap((run) => common(run, window) ?? []);

  const ofModel = new Set(
    entries.filter((entry) => entry.model === model).map(({ camera }) => camera),
  );
  const suits = (one: { model?: string | undefined }): boolean =>
    model === undefined || one.model === model;
  const delivered = asked.delivered.filter((session) => {
    const { certain, possible } = answers(session);
    return suits(session) || [...certain, ...possible].some((camera) => ofModel.has(camera));
  });
  const deliveredTo = groupBy(delivered, ({ account }) => account);
  const deliveredOf = groupBy(delivered, cameraOf);
  const stoppedOf = groupBy(asked.stopped, ({ account }) => account);

  /** Sessions in which a camera was shown that an account could see then. */
  const seenOf = new Map<AccountId, Set<Delivered>>();
  for (const entry of entries) {
    if (!suits(entry) || !meet(entry, window)) continue;
    for (const session of deliveredOf.get(cameraOf(entry)) ?? []) {
      if (!meet(session, entry)) continue;
      const known = seenOf.get(entry.account);
      if (known === undefined) seenOf.set(entry.account, new Set([session]));
      else known.add(session);
    }
  }

  const slips = slipsIn(delivered, answers, entries);
  const shown = slips.flatMap((slip) =>
    [...slip.of, ...slip.maybeOf].map((account) => ({ account, session: slip.session })),
  );
  const shownOf = groupBy(shown, ({ account }) => account);

  function linkedTimes({ grants, entries: had }: Stood): readonly Span[] {
    const active = grants.flatMap((grant) => times.flatMap((time) => common(grant, time) ?? []));
    if (model === undefined) return joined(active);
    const could = had.filter((entry) => suits(entry) && meet(entry, window));
    return joined(active.flatMap((span) => could.flatMap((entry) => common(span, entry) ?? [])));
  }

  function of(account: AccountId, stood: Stood): Exposed | undefined {
    const to = deliveredTo.get(account) ?? [];
    const seen = [...(seenOf.get(account) ?? [])];
    const shownTo = (shownOf.get(account) ?? []).map(({ session }) => session);
    const linked = linkedTimes(stood);
    const stopped = stoppedOf.get(account)?.length ?? 0;
    const affected = [
      ...(to.length > 0 ? (['delivered'] as const) : []),
      ...(seen.length > 0 ? (['seen'] as const) : []),
      ...(shownTo.length > 0 ? (['shown'] as const) : []),
    ];
    if (linked.length + affected.length + stopped === 0) return undefined;
    const seenByOthers = seen.filter((session) => session.account !== account).length;
    return { account, linked, delivered: to, seenByOthers, shownTo, stopped, affected };
  }

  const recorded = [deliveredTo, seenOf, shownOf, stoppedOf].flatMap((known) => [...known.keys()]);
  return {
    question,
    runs,
    recorded: [...new Set(recorded)].toSorted(),
    of,
    stopped: asked.stopped.length,
    slips,
    unknown: delivered.filter(({ answered }) => answered === undefined).length,
  };
}
