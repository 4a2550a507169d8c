/** One session by itself, to the millisecond. */
import { beforeEach, expect, test } from '@jest/globals';
import {
  newAccountId,
  newCameraId,
  newDeviceId,
  newGrantId,
  newSessionId,
} from '../../identity/ids.ts';
import type { ForeignStamp } from './alarm.ts';
import { Lease, leaseTerms, momentOf } from './lease.ts';
import type { SessionEnd } from './partition.ts';
import { maxPlaces, maxReconnections } from './notes.ts';
import type { AnsweredLines, SessionNote } from './recorder.ts';
import { LiveSession, type SessionFacts, type SessionParts } from './session.ts';

const limits = { openMs: 60_000, idleMs: 30_000, maxMs: 3_600_000 };
const facts: SessionFacts = {
  id: newSessionId(),
  account: newAccountId(),
  grant: newGrantId(),
  device: newDeviceId(),
  model: 'Pane',
  protocol: 'hls',
  opening: 1,
  since: 0,
  stamp: { camera: newCameraId(), epoch: 1 },
  revisions: { all: 7, control: 1, account: 1 },
};
const startedAt = 5_000_000;
let time: number;
/** How far the wall clock is ahead of the monotonic one. */
let ahead: number;
const lease = leaseTerms(1_000, { clock: () => time, now: () => time + ahead });
const leaseMs = lease.ms;

/** The moment so many milliseconds after the start. */
const after = (ms: number) => ({ monotonic: startedAt + ms, wall: startedAt + ms });
let alarms: ForeignStamp[];
/** What the record was told, call by call. */
let told: unknown[][];
let begin: (facts: SessionFacts, more?: Partial<SessionParts>) => LiveSession;
let faults: unknown[];
/** What the record, and the table of sessions, throw at an end. */
let failing: { readonly record?: Error; readonly table?: Error };
let session: LiveSession;

beforeEach(() => {
  [time, ahead, alarms, told, faults, failing] = [startedAt, 0, [], [], [], {}];
  const recorder = {
    ready: () => void told.push(['ready']),
    refused: (event: ForeignStamp) => void told.push(['refused', event]),
    noted: (note: SessionNote) => void told.push(['noted', note]),
    begin: () => ({
      add: (bytes: number, units: number) => void told.push(['add', bytes, units]),
      answered: (lines: AnsweredLines) => void told.push(['answered', lines]),
      end(reason: SessionEnd) {
        told.push(['end', reason]);
        if (failing.record) throw failing.record;
      },
    }),
  };
  const alarm = (event: ForeignStamp) => void alarms.push(event);
  const onEnd = (): void => {
    if (failing.table) throw failing.table;
  };
  const onFault = (error: unknown): void => void faults.push(error);
  const parts = { limits, alarm, recorder, lease, onEnd, onFault };
  begin = (of, more = {}) => new LiveSession(of.id, of, { ...parts, ...more });
  session = begin(facts);
});

/** Why the session is over after a look so many milliseconds after its start. */
function endedAfter(ms: number): SessionEnd | undefined {
  time = startedAt + ms;
  session.expire();
  let reason: SessionEnd | undefined;
  session.onEnd((why) => (reason = why));
  return reason;
}

test('one that nobody opens ends when its time to open is up, not before', () => {
  expect(endedAfter(limits.openMs - 1)).toBeUndefined();
  expect(endedAfter(limits.openMs)).toBe('not-opened');
});

test('one that is not used any more ends when it is idle for too long, not before', () => {
  session.touch();
  expect(endedAfter(limits.idleMs - 1)).toBeUndefined();
  expect(endedAfter(limits.idleMs)).toBe('idle');
});

test('one that is used ends when its time is up, not before', () => {
  time = startedAt + limits.maxMs - 1_000;
  session.touch();
  expect(endedAfter(limits.maxMs - 1)).toBeUndefined();
  expect(endedAfter(limits.maxMs)).toBe('too-long');
});

test('one that is watched ends when its lease has run out, not before', () => {
  session.touch();
  session.lease(after(0));
  expect(endedAfter(leaseMs - 1)).toBeUndefined();
  expect(endedAfter(leaseMs)).toBe('unverifiable');
});

test('a look that began before another one shortens no lease', () => {
  session.lease(after(10));
  session.lease(after(0));
  time = startedAt + leaseMs + 9;
  expect(() => session.admit({ stamp: facts.stamp, heardAt: time })).not.toThrow();
});

test('a lease runs on for so long by the monotonic clock, whatever the wall clock says', () => {
  expect(session.leasedForMs).toBe(0);
  session.lease(after(0));
  [time, ahead] = [startedAt + 100, 3_600_000];
  expect(session.leasedForMs).toBe(leaseMs - 100);
  time = startedAt + leaseMs + 1;
  expect(session.leasedForMs).toBe(-1);
});

test('what is bound while it plays holds back what it shows, until that is known and the map was asked again', () => {
  const admit = () => session.admit({ stamp: session.stamp, heardAt: time });
  const notNow = expect.objectContaining({ code: 'unverified' });
  session.answeredBy({ stream: { pin: 'one' } }, session.news);
  session.lease(after(0));
  expect(admit).not.toThrow();
  time += 10;
  session.heardOfAnswer();
  expect(admit).toThrow(notNow);
  // It is the same as before: what was asked then still counts.
  session.answeredBy({ stream: { pin: 'one' } }, session.news);
  expect(admit).not.toThrow();
  session.heardOfAnswer();
  session.answeredBy({ stream: { pin: 'other' } }, session.news);
  expect(admit).toThrow(notNow);
  session.lease(after(10));
  expect(admit).not.toThrow();
});

test('a look that began before it was learnt what answers extends no lease', () => {
  const admit = () => session.admit({ stamp: session.stamp, heardAt: time });
  session.heardOfAnswer();
  session.lease(after(0));
  expect(admit).toThrow();
  time += 10;
  session.answeredBy({ stream: { pin: 'other' } }, session.news);
  session.lease(after(9));
  expect(admit).toThrow();
  session.lease(after(10));
  expect(admit).not.toThrow();
});

test('it admits its stamp until its lease runs out, to the millisecond', () => {
  const over = { code: 'stream-ended', message: 'the stream is over' };
  const notNow = expect.objectContaining({ code: 'unverified' });
  expect(() => session.admit({ stamp: session.stamp, heardAt: 0 })).toThrow(notNow);
  session.lease(after(0));
  time = startedAt + leaseMs - 1;
  expect(() => session.admit({ stamp: session.stamp, heardAt: 0 })).not.toThrow();
  time += 1;
  expect(() => session.admit({ stamp: session.stamp, heardAt: 0 })).toThrow(notNow);
  session.lease(momentOf(lease));
  expect(() => session.admit({ stamp: session.stamp, heardAt: 0 })).not.toThrow();
  session.end('display');
  expect(() => session.admit({ stamp: session.stamp, heardAt: 0 })).toThrow(
    expect.objectContaining(over),
  );
});

test('a step of the wall clock, either way, holds back what it shows until the next look, and does not end it', () => {
  const mayShow = (): boolean => {
    try {
      session.admit({ stamp: session.stamp, heardAt: 0 });
      return true;
    } catch {
      return false;
    }
  };
  session.touch();
  for (const step of [3_600_000, -3_600_000, -1]) {
    session.lease(momentOf(lease));
    expect(mayShow()).toBe(true);
    ahead += step;
    expect(mayShow()).toBe(false);
    session.expire();
    session.lease(momentOf(lease));
    expect([mayShow(), session.ended]).toEqual([true, false]);
  }
});

test('it admits nothing from before its right began, nor of no known time, and stands', () => {
  const { stamp } = facts;
  const fresh = begin({ ...facts, since: 40 });
  fresh.lease(after(0));
  const early = expect.objectContaining({ code: 'not-found' });
  expect(() => fresh.admit({ stamp, heardAt: 39 })).toThrow(early);
  expect(() => fresh.admit({ stamp, heardAt: NaN })).toThrow(early);
  expect(fresh.ended).toBe(false);
  fresh.admit({ stamp, heardAt: 40 });
});

test('it is open once it was used', () => {
  expect([session.openedAt, session.usedAt]).toEqual([undefined, undefined]);
  session.touch();
  expect([session.openedAt, session.usedAt]).toEqual([startedAt, startedAt]);
});

test('it knows from where it was used last, as long as anybody says', () => {
  expect(session.address).toBeUndefined();
  session.touch('192.0.2.1');
  session.touch();
  expect(session.address).toBe('192.0.2.1');
  session.touch('192.0.2.2');
  expect(session.address).toBe('192.0.2.2');
});

test('each other place its ticket is used from is noted once, with the first', () => {
  for (const place of ['a', 'b', 'a', 'b', 'c']) session.usedFrom(place);
  const { account, grant, id, device, stamp } = facts;
  const note = { account, grant, session: id, device, stamp, what: 'elsewhere', first: 'a' };
  expect(told).toEqual([
    ['noted', { ...note, from: 'b' }],
    ['noted', { ...note, from: 'c' }],
  ]);
});

test('after eight other places it is noted once that more came', () => {
  expect(maxPlaces).toBe(8);
  for (let place = 0; place < 30; place += 1) session.usedFrom(String(place));
  session.usedFrom('8');
  expect(told).toHaveLength(9);
  expect(told[7]).toMatchObject(['noted', { first: '0', from: '8' }]);
  expect(told[8]).toMatchObject(['noted', { what: 'more', of: 'elsewhere' }]);
});

test('each other connection is noted, with the place it was asked for from, up to a bound', () => {
  session.reconnected();
  session.usedFrom('a');
  for (let times = 0; times < maxReconnections + 5; times += 1) session.reconnected();
  expect(told[0]).not.toHaveProperty('1.from');
  expect(told[1]).toMatchObject(['noted', { what: 'reconnected', from: 'a' }]);
  expect(told).toHaveLength(maxReconnections + 1);
  expect(told.at(-1)).toMatchObject(['noted', { what: 'more', of: 'reconnected' }]);
});

test.each([
  ['another camera', { camera: newCameraId(), epoch: 1 }],
  ['an earlier ownership', { ...facts.stamp, epoch: 0 }],
  ['a later ownership', { ...facts.stamp, epoch: 2 }],
])('the stamp of %s is told to the alarm and to the record, with all there is', (_of, found) => {
  session.lease(after(0));
  const refused = { code: 'forbidden', message: 'the stream is over' };
  expect(() => session.admit({ stamp: found, heardAt: 0 })).toThrow(
    expect.objectContaining(refused),
  );
  const { account, grant, id, device, stamp: expected } = facts;
  const event = { account, grant, session: id, device, expected, found };
  expect(alarms).toEqual([event]);
  expect(told).toEqual([['refused', event]]);
});

test('it ends once, for its first reason, and everybody is told once', () => {
  const reasons: SessionEnd[] = [];
  session.onEnd((reason) => reasons.push(reason));
  session.delivered(10, 1);
  session.end('idle');
  session.end('display');
  expect(reasons).toEqual(['idle']);
  expect(told).toEqual([
    ['add', 10, 1],
    ['end', 'idle'],
  ]);
  session.onEnd((reason) => reasons.push(reason));
  expect(reasons).toEqual(['idle', 'idle']);
});

test('whoever fails at its end keeps nobody else from hearing of it, nor whoever ends it', () => {
  const heard: string[] = [];
  const errors = ['record', 'table', 'first', 'third'].map((who) => new Error(who));
  const [record, table, first, third] = errors as [Error, Error, Error, Error];
  failing = { record, table };
  const fails = (error: Error) => (): void => {
    heard.push(error.message);
    throw error;
  };
  session.delivered(10, 1);
  session.onEnd(fails(first));
  session.onEnd((reason) => heard.push(`second: ${reason}`));
  session.onEnd(fails(third));
  session.onEnd((reason) => heard.push(`fourth: ${reason}`));
  session.end('revoked');
  expect(heard).toEqual(['first', 'second: revoked', 'third', 'fourth: revoked']);
  expect(told.at(-1)).toEqual(['end', 'revoked']);
  expect(faults).toEqual(errors);
  expect(session.ended).toBe(true);
});

test('what is told when it was over ends the record at once', () => {
  session.end('idle');
  session.delivered(10, 1);
  expect(told).toEqual([
    ['add', 10, 1],
    ['end', 'idle'],
  ]);
});

test('nothing leaves while the lease of the bridge itself does not run, however long that of the session does', () => {
  const bridge = new Lease(lease);
  const own = begin(facts, { bridge });
  own.lease(momentOf(lease));
  const picture = { stamp: own.stamp, heardAt: time };
  expect(own.isLeased).toBe(false);
  expect(() => own.admit(picture)).toThrow('asked again');
  bridge.extend(momentOf(lease));
  time += leaseMs - 10;
  expect([own.isLeased, own.leasedForMs]).toEqual([true, 10]);
  // A request has its own session looked after; the watch, which writes the row, is not answered.
  own.lease(momentOf(lease));
  expect([own.isLeased, own.leasedForMs]).toEqual([true, 10]);
  time += 10;
  expect([own.isLeased, own.leasedForMs, own.ended]).toEqual([false, 0, false]);
});

test('what was asked before it is to be asked anew counts no more, even if it is answered later', () => {
  const askedAt = momentOf(lease);
  time += 5;
  session.lease(momentOf(lease));
  time += 5;
  session.lookAnew();
  expect(session.isLeased).toBe(false);
  session.lease(askedAt);
  expect(session.isLeased).toBe(false);
  session.lease(momentOf(lease));
  expect(session.isLeased).toBe(true);
});
