/** What the lines say when they are put together: sessions, stopped pictures, and which build ran when. */
import type { AuditKeys } from '../../identity/audit-key.ts';
import type { Line, LineOf } from './lines.ts';
import type { RecordPlace } from './place.ts';
import { readRecord, type OnRead, type Verdict } from './read-record.ts';
import { readRunning, type Running } from './running-files.ts';

type Place = 'seq' | 'at' | 'hash' | 'kind';

/**
 * One session: what was delivered to whom. `answered` is what answered last; `reason` is absent while it
 * runs, or until a crash is known.
 */
export interface Delivered extends Omit<LineOf<'continued'>, Place> {
  /** What else answered earlier in that session, oldest first; absent if it was always the same. */
  readonly answeredBefore?: readonly AnsweredLines[];
  readonly reason?: string;
}

/** A foreign picture that was stopped. */
export type Stopped = Omit<LineOf<'refused'>, 'seq' | 'hash' | 'kind'>;

type AnsweredLines = LineOf<'answered'>['answered'];

type BesideKind = 'elsewhere' | 'reconnected' | 'more' | 'taken-over' | 'restored';

/**
 * What stands beside sessions: a ticket used from elsewhere, another connection, more of these, a camera
 * taken over by an operator's word, and a database that was put back.
 */
export type Beside = {
  [K in BesideKind]: Omit<LineOf<K>, 'seq' | 'hash'>;
}[BesideKind];

/** A time during which a build ran; `to` is absent while it lasts, as far as the record knows. */
export interface Run {
  readonly build: string;
  readonly from: number;
  readonly to?: number;
}

export interface Summary {
  /** In the order in which they ended; running ones come last. Those that were asked for. */
  readonly delivered: readonly Delivered[];
  readonly stopped: readonly Stopped[];
  readonly beside: readonly Beside[];
  readonly runs: readonly Run[];
  readonly verdict: Verdict;
}

const same = (one: object | undefined, other: object | undefined): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** Returns what a session is known by from now on, with what answered in it before. */
function carriedOn(before: Delivered | undefined, now: Delivered): Delivered {
  const earlier = before?.answeredBefore ?? [];
  const { answered: last } = before ?? {};
  const known = last === undefined || [...earlier, now.answered].some((one) => same(one, last));
  const answeredBefore = known ? earlier : [...earlier, last];
  return { ...now, ...(answeredBefore.length > 0 && { answeredBefore }) };
}

/** Puts lines together, one after the other; of sessions it keeps those that are `wanted`. */
export function createSummary(wanted: (session: Delivered) => boolean = () => true) {
  const open = new Map<string, Delivered>();
  const delivered: Delivered[] = [];
  const stopped: Stopped[] = [];
  const beside: Beside[] = [];
  const runs: Run[] = [];
  let running: { build: string; from: number } | undefined;

  function changeRun(at: number, build?: string): void {
    if (running !== undefined && running.build === build) return;
    // A crash leaves no line: until something else ran, the build may have been running.
    if (running !== undefined) runs.push({ ...running, to: at });
    running = build === undefined ? undefined : { build, from: at };
  }

  return {
    take(line: Line): void {
      const { seq: _seq, hash: _hash, ...said } = line;
      if (said.kind === 'start') changeRun(said.at, said.build);
      if (said.kind === 'stop') changeRun(said.at);
      // The record may begin in the middle of a run.
      if (said.kind === 'file' && running === undefined) changeRun(said.at, said.build);
      if (said.kind === 'opened') {
        const { at, kind: _kind, ...facts } = said;
        open.set(said.session, { ...facts, from: at, to: at, bytes: 0, units: 0 });
      }
      if (said.kind === 'continued') {
        const { at: _at, kind: _kind, ...facts } = said;
        open.set(said.session, carriedOn(open.get(said.session), facts));
      }
      if (said.kind === 'ended') {
        const { at: _at, kind: _kind, ...facts } = said;
        const session = carriedOn(open.get(said.session), facts);
        if (wanted(session)) delivered.push(session);
        open.delete(said.session);
      }
      const before = said.kind === 'answered' ? open.get(said.session) : undefined;
      if (said.kind === 'answered' && before !== undefined) {
        open.set(said.session, carriedOn(before, { ...before, answered: said.answered }));
      }
      if (said.kind === 'refused') {
        const { kind: _kind, ...facts } = said;
        stopped.push(facts);
      }
      if (said.kind === 'elsewhere' || said.kind === 'reconnected') beside.push(said);
      if (said.kind === 'more' || said.kind === 'taken-over' || said.kind === 'restored')
        beside.push(said);
    },
    /** `totals`: of the sessions that run. */
    summarise(totals: Running): Omit<Summary, 'verdict'> {
      const unfinished = Array.from(open.values(), (session) => {
        const [bytes, units, to] = totals[session.session] ?? [];
        return bytes === undefined || units === undefined || to === undefined
          ? session
          : { ...session, bytes, units, to: Math.max(to, session.from) };
      });
      return {
        delivered: [...delivered, ...unfinished.filter(wanted)],
        stopped,
        beside,
        runs: running === undefined ? runs : [...runs, running],
      };
    },
  };
}

export interface SummaryTerms {
  /** Is asked of each session once, and may look at those that it does not want; if absent, all are kept. */
  readonly wanted?: (session: Delivered) => boolean;
  /** See readRecord. */
  readonly onRead?: OnRead;
}

/** Reads the whole record. A running bridge may write meanwhile. */
export async function readSummary(
  place: RecordPlace,
  keys: AuditKeys,
  { wanted, onRead }: SummaryTerms = {},
): Promise<Summary> {
  const summary = createSummary(wanted);
  const verdict = await readRecord(place, keys, (line) => summary.take(line), undefined, onRead);
  return { ...summary.summarise(await readRunning(place.running, keys)), verdict };
}
