import { beforeEach, expect, test } from '@jest/globals';
import {
  newAccountId,
  newCameraId,
  newDeviceId,
  newGrantId,
  newSessionId,
  type AccountId,
  type GrantId,
} from '../../identity/ids.ts';
import { leaseTerms } from './lease.ts';
import type { SessionEnd } from './partition.ts';
import { noRecord } from './recorder.ts';
import { Sessions } from './sessions.ts';

const [birch, harbour] = [newAccountId(), newAccountId()];
let sessions: Sessions;
let ends: Map<string, SessionEnd>;
let time: number;

beforeEach(() => {
  ends = new Map();
  time = 0;
  sessions = new Sessions({ ...few, inAll: 3 });
});

const limits = { openMs: 1_000, idleMs: 1_000, maxMs: 1_000 };
const lease = leaseTerms(1_000, { clock: () => time, now: () => time });
const parts = { alarm: () => undefined, recorder: noRecord, lease };
const few = { ...parts, limits, perAccount: 2 };

function start(
  account: AccountId,
  grant: GrantId | undefined = newGrantId(),
  device = newDeviceId(),
) {
  const stamp = { camera: newCameraId(), epoch: 1 };
  const of = { account, grant, device, model: undefined };
  const session = sessions.start({
    ...of,
    protocol: 'hls',
    stamp,
    opening: 1,
    since: 0,
    revisions: { all: 1, control: 1, account: 1 },
  });
  session.onEnd((reason) => ends.set(session.id, reason));
  return session;
}

test('where one fails at its end, those after it end all the same, and none stays in the table', () => {
  const faults: unknown[] = [];
  sessions = new Sessions({ ...few, inAll: 3, onFault: (error) => faults.push(error) });
  const error = new Error('a listener failed');
  const [one, two] = [start(birch), start(harbour)];
  one.onEnd(() => {
    throw error;
  });
  for (const session of sessions.all()) session.end('suspended');
  expect([one, two].map(({ id }) => ends.get(id))).toEqual(['suspended', 'suspended']);
  expect([sessions.size, [...sessions.all()]]).toEqual([0, []]);
  expect(faults).toEqual([error]);
});

test('a session is found under its own account until it ends, and only there', () => {
  const [one, two] = [start(birch), start(birch)];
  expect(sessions.find(birch, one.id)).toBe(one);
  expect(sessions.find(harbour, one.id)).toBeUndefined();
  expect(sessions.find(birch, newSessionId())).toBeUndefined();
  one.end('display');
  expect(sessions.find(birch, one.id)).toBeUndefined();
  expect(sessions.find(birch, two.id)).toBe(two);
  expect([sessions.size, [...sessions.all()]]).toEqual([1, [two]]);
  two.end('display');
  expect([sessions.size, [...sessions.all()]]).toEqual([0, []]);
});

const isEnded = ({ ended }: { readonly ended: boolean }): boolean => ended;

test('a session that awaits its display is not ended by those of which others are opened', () => {
  sessions = new Sessions({ ...few, inAll: 100 });
  const awaited = [start(birch), start(birch)];
  const opened = Array.from({ length: 4 }, () => start(birch));
  for (const session of opened) session.touch();
  expect(awaited.map(isEnded)).toEqual([false, false]);
  expect(opened.map(isEnded)).toEqual([true, true, false, false]);
  time = 1;
  for (const session of awaited) session.touch();
  expect([...sessions.all()]).toEqual(awaited);
});

test('of those that displays have come for, one that plays stays; the one used longest ago goes', () => {
  sessions = new Sessions({ ...few, inAll: 100 });
  const [playing, looked] = [start(birch), start(birch)];
  playing.touch();
  time = 5_000;
  playing.touch();
  time = 9_000;
  looked.touch();
  const newest = start(birch);
  newest.touch();
  expect([playing, looked, newest].map(isEnded)).toEqual([false, true, false]);
  // It has stood still since.
  time = 15_000;
  newest.touch();
  const another = start(birch);
  another.touch();
  expect([playing, newest, another].map(isEnded)).toEqual([true, false, false]);
});

test('of too many that await their displays the abandoned go, then earlier asks for the same', () => {
  sessions = new Sessions({ ...few, inAll: 100 });
  const [grant, device] = [newGrantId(), newDeviceId()];
  const first = start(birch);
  time = 1_000;
  const awaited = Array.from({ length: 15 }, () => start(birch, grant, device));
  // Nobody has abandoned anything yet, and nobody has asked for these before.
  time = 29_999;
  expect(() => start(birch, grant)).toThrow(expect.objectContaining({ code: 'too-many' }));
  expect(() => start(birch, newGrantId(), device)).toThrow();
  const again = start(birch, grant, device);
  expect([first, ...awaited.slice(0, 2), again].map(isEnded)).toEqual([false, true, false, false]);
  time = 30_000;
  expect(isEnded(start(birch))).toBe(false);
  expect([first, awaited[1]].map((session) => session?.ended)).toEqual([true, false]);
  expect(() => start(birch)).toThrow();
  // Others are not concerned.
  expect(isEnded(start(harbour))).toBe(false);
});

test('whoever asks for one device twenty times a second plays what it asked for within ten seconds', () => {
  sessions = new Sessions({ ...few, perAccount: 32, inAll: 2_000 });
  const [grant, device] = [newGrantId(), newDeviceId()];
  const asked = Array.from({ length: 2_000 }, () => {
    time += 50;
    return start(birch, grant, device);
  });
  expect(asked.slice(-200).some(isEnded)).toBe(false);
  expect(sessions.size).toBe(256);
});

const overloaded = { code: 'overloaded', message: 'too many streams are open' };

test('beyond what the bridge carries none is started, and nothing is lost of those there are', () => {
  const running = [start(birch), start(harbour), start(newAccountId())];
  expect(() => start(newAccountId())).toThrow(expect.objectContaining(overloaded));
  expect(() => start(birch)).toThrow(expect.objectContaining(overloaded));
  expect([...sessions.all()]).toEqual(running);
  running[2]?.end('display');
  expect(() => start(harbour)).not.toThrow();
});

test('where nobody has taken more, whoever asks for the same again has what it asked for last', () => {
  const [grant, device] = [newGrantId(), newDeviceId()];
  const [earlier, theirs, opened] = [start(birch, grant, device), start(harbour), start(birch)];
  opened.touch();
  const again = start(birch, grant, device);
  expect([...ends]).toEqual([[earlier.id, 'asked-again']]);
  expect(new Set(sessions.all())).toEqual(new Set([theirs, opened, again]));
  // Its display has come: it is not replaced by another ask.
  again.touch();
  expect(() => start(birch, grant, device)).toThrow(expect.objectContaining(overloaded));
});

test('where accounts have taken all, another still gets its stream, from who has the most', () => {
  const [first, second, theirs] = [start(birch), start(birch), start(harbour)];
  for (const session of [theirs, first, second]) session.touch();
  const another = newAccountId();
  const mine = start(another);
  expect([...ends]).toEqual([[first.id, 'replaced']]);
  expect(new Set(sessions.all())).toEqual(new Set([second, theirs, mine]));
  // Now all have as many: nobody takes anything from anybody.
  for (const account of [birch, harbour, another]) {
    expect(() => start(account)).toThrow(expect.objectContaining(overloaded));
  }
});

test('63 accounts with 32 streams each keep none of a thousand others from one', () => {
  sessions = new Sessions({ ...few, perAccount: 32, inAll: 2_000 });
  const greedy = Array.from({ length: 63 }, () => newAccountId());
  for (let n = 0; n < 32; n += 1) {
    for (const account of greedy) {
      try {
        start(account);
      } catch {
        // Full.
      }
    }
  }
  expect(sessions.size).toBe(2_000);
  const others = Array.from({ length: 1_000 }, () => start(newAccountId()));
  for (const account of greedy) expect(() => start(account)).toThrow();
  expect(others.every(({ ended }) => !ended)).toBe(true);
  expect(sessions.size).toBe(2_000);
});

test('the sessions of one grant end, those of another and of other accounts do not', () => {
  const [mine, theirs] = [newGrantId(), newGrantId()];
  const [one, other, foreign] = [start(birch, mine), start(birch, theirs), start(harbour, mine)];
  sessions.endGrant(birch, mine, 'revoked');
  expect([...ends]).toEqual([[one.id, 'revoked']]);
  expect([...sessions.all()]).toEqual([other, foreign]);
  sessions.endGrant(newAccountId(), undefined, 'revoked');
  expect(ends.size).toBe(1);
});

test('all may be ended while they are gone through', () => {
  const running = [start(birch), start(birch), start(harbour)];
  for (const session of sessions.all())
    for (const other of running) other.end(session === running[0] ? 'shutdown' : 'failed');
  expect([...ends.values()]).toEqual(['shutdown', 'shutdown', 'shutdown']);
  expect(sessions.size).toBe(0);
});
