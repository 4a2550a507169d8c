import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import {
  newAccountId,
  newCameraId,
  newDeviceId,
  newGrantId,
  type AccountId,
} from '../../identity/ids.ts';
import { Failure } from '../../common/failures.ts';
import type { LearnAnswers } from './answered.ts';
import type { BridgeLook } from '../../storage/bridges.ts';
import { leaseTerms, momentOf } from './lease.ts';
import type { OwnRow } from './own-row.ts';
import type { SessionEnd } from './partition.ts';
import { noRecord } from './recorder.ts';
import type { LiveSession } from './session.ts';
import { Sessions } from './sessions.ts';
import type { Validity, Verdicts } from './validity.ts';
import { createWatch, type Watch } from './watch.ts';

let time: number;
const revisionsAt = (all: number) => ({ all, control: 1, account: 1 });
const lease = leaseTerms(1_000, { clock: () => time, now: () => time });
const leaseMs = lease.ms;
let revision: number;
let storeIsDown: boolean;
/** The sessions that were asked about, question by question, and what is said of them. */
let asked: (readonly LiveSession[])[];
let reasonsToEnd: Map<LiveSession, SessionEnd>;
/** Runs while they are asked about. */
let meanwhile: () => Promise<unknown> | undefined;
let sessions: Sessions;
let watch: Watch;
let learn: LearnAnswers;

beforeEach(() => {
  learn = async () => undefined;
  [time, revision, storeIsDown] = [1_000, 1, false];
  [asked, reasonsToEnd, meanwhile] = [[], new Map(), () => undefined];
  const limits = { openMs: 60_000, idleMs: 30_000, maxMs: 60_000 };
  const parts = { alarm: () => undefined, recorder: noRecord, lease };
  sessions = new Sessions({ limits, perAccount: 9, inAll: 9, ...parts });
  const ofAll = async (running: readonly LiveSession[]): Promise<Verdicts> => {
    // No store answers within the call.
    await Promise.resolve();
    if (storeIsDown) throw new Error('down');
    const read = revision;
    asked.push(running);
    await meanwhile();
    const each = running.map((session) => ({
      reason: reasonsToEnd.get(session),
      revisions: revisionsAt(read),
    }));
    return { revision: read, each };
  };
  watch = watchBy(ofAll);
});
afterEach(async () => {
  jest.useRealTimers();
  await watch.close();
});

/** A watch that asks `ofAll`; of a bridge that has a row, if one is given. */
const watchBy = (ofAll: Validity['ofAll'], row?: OwnRow): Watch =>
  createWatch({
    sessions,
    validity: { ofAll },
    learn: (session) => learn(session),
    lease,
    ...(row && { row }),
  });

function start(account: AccountId = newAccountId()) {
  const stamp = { camera: newCameraId(), epoch: 1 };
  const of = { account, grant: newGrantId(), device: newDeviceId(), model: undefined };
  const session = sessions.start({
    ...of,
    protocol: 'hls',
    stamp,
    opening: 1,
    since: 0,
    revisions: revisionsAt(revision),
  });
  session.touch();
  const ends: SessionEnd[] = [];
  session.onEnd((reason) => ends.push(reason));
  return { session, ends };
}

function mayDeliver({ session }: ReturnType<typeof start>): boolean {
  try {
    session.admit({ stamp: session.stamp, heardAt: 0 });
    return true;
  } catch {
    return false;
  }
}

test('while nothing stands against it, its lease is extended', async () => {
  const one = start();
  expect(mayDeliver(one)).toBe(false);
  await watch.look();
  expect(mayDeliver(one)).toBe(true);
  time += leaseMs - 1;
  await watch.look();
  time += leaseMs - 1;
  expect(mayDeliver(one)).toBe(true);
});

test('all are asked about in one question, and who may not goes on no more', async () => {
  const [one, two] = [start(), start()];
  reasonsToEnd.set(one.session, 'revoked');
  revision = 2;
  await watch.look();
  expect(asked).toEqual([[one.session, two.session]]);
  expect([one.ends, two.ends]).toEqual([['revoked'], []]);
  expect([mayDeliver(one), mayDeliver(two)]).toEqual([false, true]);
  // At this revision it was found to stand; the other was not.
  expect([one.session.revisions.all, two.session.revisions.all]).toEqual([1, 2]);
  await watch.look();
  expect(asked.slice(1)).toEqual([[two.session]]);
});

test('a lease counts from before the store was asked', async () => {
  const one = start();
  revision = 2;
  meanwhile = async () => void (time += leaseMs);
  await watch.look();
  expect([mayDeliver(one), one.ends]).toEqual([false, []]);
});

test('while the store is down no lease is extended, and those that ran out end', async () => {
  const one = start();
  await watch.look();
  storeIsDown = true;
  time += leaseMs - 1;
  await watch.look();
  expect([mayDeliver(one), one.ends]).toEqual([true, []]);
  time += 1;
  await watch.look();
  expect([mayDeliver(one), one.ends]).toEqual([false, ['unverifiable']]);
});

test('a look asked for while one is under way is one more, after it', async () => {
  const one = start();
  revision = 2;
  meanwhile = async () => {
    meanwhile = () => undefined;
    revision = 3;
    second = watch.look();
  };
  let second: Promise<unknown> | undefined;
  expect(await watch.look()).toBe(2);
  expect(await second).toBe(3);
  expect(asked).toEqual([[one.session], [one.session]]);
});

test('all who ask for one meanwhile get the same', async () => {
  start();
  revision = 2;
  let looks = 0;
  let later: readonly Promise<unknown>[] = [];
  meanwhile = () => {
    looks += 1;
    if (looks === 1) later = [watch.look(), watch.look(), watch.look()];
    revision += 1;
  };
  await watch.look();
  await Promise.all(later);
  expect(looks).toBe(2);
});

test('what has answered anew is learnt, and asked for again until it is; nothing is shown without', async () => {
  const { session } = start();
  const learnt: LiveSession[] = [];
  learn = async (one) => void learnt.push(one);
  await watch.look();
  expect(learnt).toEqual([]);
  session.heardOfAnswer();
  learn = () => Promise.reject(new Error('the store is down'));
  time += leaseMs;
  await watch.look();
  expect(session.ended).toBe(true);
  const { session: next } = start();
  next.heardOfAnswer();
  learn = async (one) => {
    learnt.push(one);
    one.answeredBy({ stream: { pin: 'other' } }, one.news);
  };
  await watch.look();
  await watch.look();
  expect(learnt).toEqual([next]);
});

test('while what answers for one cannot be learnt that one is silent, and the others go on', async () => {
  const [one, other] = [start(), start()];
  await watch.look();
  one.session.heardOfAnswer();
  let attempts = 0;
  let goOn = (): void => undefined;
  learn = () => {
    attempts += 1;
    return new Promise<void>((_resolve, reject) => {
      goOn = () => reject(new Failure('storage-down', 'down'));
    });
  };
  // Look after look, though that is not answered yet.
  for (let look = 0; look < 3; look += 1) {
    time += leaseMs - 1;
    expect(await watch.look()).toBe(1);
    time += 1;
    expect([mayDeliver(one), mayDeliver(other)]).toEqual([false, true]);
  }
  expect([one.ends, other.ends, attempts]).toEqual([['unverifiable'], [], 1]);
  goOn();
});

test('what cannot be learnt while the store is down is asked for again, and its session not ended for it', async () => {
  const one = start();
  one.session.heardOfAnswer();
  let attempts = 0;
  learn = async () => {
    attempts += 1;
    throw new Failure('storage-down', 'down');
  };
  for (let look = 0; look < 2; look += 1) {
    await watch.look();
    await new Promise(setImmediate);
  }
  expect([attempts, one.ends, mayDeliver(one)]).toEqual([2, [], false]);
});

test('what is bound while something is learnt has to be learnt, too, before anything is shown', async () => {
  const one = start();
  one.session.heardOfAnswer();
  learn = async (session) => {
    const { news } = session;
    if (news === 1) session.heardOfAnswer();
    session.answeredBy({ stream: { pin: `pin ${news}` } }, news);
  };
  const shown: boolean[] = [];
  for (let look = 0; look < 3; look += 1) {
    await watch.look();
    await new Promise(setImmediate);
    shown.push(mayDeliver(one));
  }
  // By the look that began after it was learnt.
  expect(shown).toEqual([false, false, true]);
});

test('closing waits for what is being learnt', async () => {
  const one = start();
  one.session.heardOfAnswer();
  let goOn = (): void => undefined;
  learn = () => new Promise<void>((resolve) => (goOn = resolve));
  await watch.look();
  let closed = false;
  const closing = watch.close().then(() => (closed = true));
  await new Promise(setImmediate);
  expect(closed).toBe(false);
  goOn();
  await closing;
});

test('what is wrong with what answers for one ends that one, and no other', async () => {
  const [one, other] = [start(), start()];
  one.session.heardOfAnswer();
  learn = () => Promise.reject(new Failure('internal', 'a row does not open'));
  expect(await watch.look()).toBe(1);
  await new Promise(setImmediate);
  expect([one.ends, mayDeliver(other)]).toEqual([['unverifiable'], true]);
});

test('it looks by itself several times a second, while there is anybody to look after', async () => {
  await watch.close();
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
  let looks = 0;
  const by = watchBy(async () => {
    looks += 1;
    return { revision: looks, each: [] };
  });
  await jest.advanceTimersByTimeAsync(1_000);
  expect(looks).toBe(0);
  start();
  await jest.advanceTimersByTimeAsync(1_000);
  expect(looks).toBe(5);
  await by.close();
  await jest.advanceTimersByTimeAsync(1_000);
  expect(looks).toBe(5);
});

test('it does not look by itself while a look is under way, and closing waits for that', async () => {
  await watch.close();
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
  let looks = 0;
  let answer = (): void => undefined;
  const answered = new Promise<void>((resolve) => (answer = resolve));
  const by = watchBy(async () => {
    looks += 1;
    await answered;
    return { revision: 1, each: [] };
  });
  start();
  await jest.advanceTimersByTimeAsync(1_000);
  expect(looks).toBe(1);
  let closed = false;
  const closing = by.close().then(() => (closed = true));
  await jest.advanceTimersByTimeAsync(0);
  expect(closed).toBe(false);
  answer();
  await closing;
  expect(looks).toBe(1);
});

test('where a look is not answered, leases that run out end their sessions', async () => {
  await watch.close();
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
  let answer = (): void => undefined;
  const by = watchBy(() => new Promise((resolve) => (answer = () => resolve(nothingAgainst))));
  const each = [{ reason: undefined, revisions: revisionsAt(1) }];
  const nothingAgainst: Verdicts = { revision: 1, each };
  const one = start();
  one.session.lease(momentOf(lease));
  const pass = async (ms: number): Promise<void> => {
    time += ms;
    await jest.advanceTimersByTimeAsync(200);
    await new Promise(setImmediate);
  };
  await pass(0);
  await pass(leaseMs - 1);
  expect(one.ends).toEqual([]);
  await pass(1);
  expect(one.ends).toEqual(['unverifiable']);
  answer();
  await by.close();
});

test('what was answered while the process stood still counts, though leases ran out meanwhile', async () => {
  await watch.close();
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
  let answer = (): void => undefined;
  const by = watchBy(() => new Promise((resolve) => (answer = () => resolve(nothingAgainst))));
  const each = [{ reason: undefined, revisions: revisionsAt(1) }];
  const nothingAgainst: Verdicts = { revision: 1, each };
  const one = start();
  one.session.lease(momentOf(lease));
  await jest.advanceTimersByTimeAsync(200);
  time += leaseMs;
  // Timers are overdue first, then what has come is read.
  setImmediate(() => answer());
  jest.advanceTimersByTime(200);
  await new Promise(setImmediate);
  expect([mayDeliver(one), one.ends]).toEqual([false, []]);
  await jest.advanceTimersByTimeAsync(200);
  answer();
  await jest.advanceTimersByTimeAsync(0);
  expect([mayDeliver(one), one.ends]).toEqual([true, []]);
  await by.close();
});

test('closing waits for the last look that was asked for', async () => {
  start();
  revision = 2;
  let goOn = (): void => undefined;
  const first = watch.look();
  const second = watch.look();
  await first;
  const third = watch.look();
  meanwhile = () => {
    meanwhile = () => undefined;
    return new Promise<void>((resolve) => (goOn = resolve));
  };
  while (asked.length < 2) await new Promise(setImmediate);
  let closedAfter: number | undefined;
  const closing = watch.close().then(() => (closedAfter = asked.length));
  await new Promise(setImmediate);
  expect(closedAfter).toBeUndefined();
  goOn();
  await Promise.all([second, third, closing]);
  expect(closedAfter).toBe(3);
});

test('who is not answered for is given no lease', async () => {
  await watch.close();
  const [one, two] = [start(), start()];
  const each = [{ reason: undefined, revisions: revisionsAt(1) }];
  watch = watchBy(async () => ({ revision: 1, each }));
  await watch.look();
  expect([mayDeliver(one), mayDeliver(two)]).toEqual([true, false]);
});

test('where the store is down nobody was asked', async () => {
  start();
  storeIsDown = true;
  expect(await watch.look()).toBeUndefined();
});

/** A row that finds so much taken away, and notes what holds when it is said to have been acted on. */
function rowThatFinds(taken: () => number, holds: () => unknown) {
  const said: [taken: number, holds: unknown][] = [];
  let done = 0;
  const row: OwnRow = {
    lease: { runs: () => true, remainingMs: Infinity },
    look: async (): Promise<BridgeLook> => ({
      taken: taken(),
      beat: 1,
      revisions: { all: revision, control: 1 },
      found: [],
    }),
    isNews: (looked) => looked.taken > done,
    async acted(looked) {
      done = looked.taken;
      said.push([done, holds()]);
    },
    leave: async () => undefined,
  };
  return { row, said };
}

/** As the real one, which asks by what it is given. */
const askingBy: Validity['ofAll'] = async (running, ask) => {
  await ask?.(running);
  await meanwhile();
  const each = running.map((session) => ({
    reason: reasonsToEnd.get(session),
    revisions: revisionsAt(revision),
  }));
  return { revision, each };
};

test('a bridge says that it has acted once every session that does not stand has ended', async () => {
  await watch.close();
  const [one, two] = [start(), start()];
  reasonsToEnd.set(one.session, 'revoked');
  const { row, said } = rowThatFinds(
    () => 7,
    () => [one.ends, two.ends],
  );
  watch = watchBy(askingBy, row);
  await watch.look();
  expect(said[0]).toEqual([7, [['revoked'], []]]);
});

test('a session that began while it was looked is asked about anew, whatever is answered of it later', async () => {
  await watch.close();
  let taken = 7;
  const shown: boolean[] = [];
  let late: ReturnType<typeof start> | undefined;
  const { row } = rowThatFinds(
    () => taken,
    () => late && shown.push(mayDeliver(late)),
  );
  watch = watchBy(askingBy, row);
  await watch.look();
  taken = 8;
  meanwhile = async () => {
    meanwhile = () => undefined;
    late = start();
    late.session.lease(momentOf(lease));
    time += 1;
  };
  const askedAt = momentOf(lease);
  await watch.look();
  expect(shown).toEqual([false]);
  // What was asked of it before is answered now.
  late?.session.lease(askedAt);
  expect(late && mayDeliver(late)).toBe(false);
  await watch.look();
  expect(late && mayDeliver(late)).toBe(true);
});

test('a bridge that has a row looks at once, and also while nobody watches', async () => {
  await watch.close();
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
  const { row, said } = rowThatFinds(
    () => 1,
    () => undefined,
  );
  watch = watchBy(askingBy, row);
  await jest.advanceTimersByTimeAsync(0);
  expect(said).toHaveLength(1);
  await jest.advanceTimersByTimeAsync(1_000);
  expect(said).toHaveLength(6);
});

test('a bridge that could not look says nothing', async () => {
  await watch.close();
  const { row, said } = rowThatFinds(
    () => 1,
    () => undefined,
  );
  watch = watchBy(() => Promise.reject(new Error('down')), row);
  await watch.look();
  expect(said).toEqual([]);
});
