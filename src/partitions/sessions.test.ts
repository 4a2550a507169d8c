import { beforeEach, expect, test } from '@jest/globals';
import {
  newAccountId,
  newCameraId,
  newDeviceId,
  newGrantId,
  newSessionId,
  type AccountId,
  type GrantId,
} from '../identity/ids.ts';
import type { SessionEnd } from './partition.ts';
import { noRecord } from './recorder.ts';
import { Sessions } from './sessions.ts';

const [birch, harbour] = [newAccountId(), newAccountId()];
let sessions: Sessions;
let ends: Map<string, SessionEnd>;

beforeEach(() => {
  ends = new Map();
  const limits = { openMs: 1_000, idleMs: 1_000, maxMs: 1_000 };
  const parts = { alarm: () => undefined, recorder: noRecord, clock: () => 0 };
  sessions = new Sessions({ limits, perAccount: 2, inAll: 3, ...parts });
});

function start(account: AccountId, grant: GrantId | undefined = newGrantId()) {
  const stamp = { camera: newCameraId(), epoch: 1 };
  const of = { account, grant, device: newDeviceId(), model: undefined };
  const session = sessions.start({
    ...of,
    protocol: 'hls',
    stamp,
    opening: 1,
    since: 0,
    revision: 1,
  });
  session.onEnd((reason) => ends.set(session.id, reason));
  return session;
}

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

test('of an account that has too many the one goes that no display has opened yet', () => {
  const [opened, unopened] = [start(birch), start(birch)];
  opened.touch();
  const newest = start(birch);
  expect([...ends]).toEqual([[unopened.id, 'replaced']]);
  expect([...sessions.all()]).toEqual([opened, newest]);
});

test('where all of them are open the oldest goes', () => {
  const [oldest, second] = [start(birch), start(birch)];
  for (const session of [second, oldest]) session.touch();
  const newest = start(birch);
  expect([...ends]).toEqual([[oldest.id, 'replaced']]);
  expect([...sessions.all()]).toEqual([second, newest]);
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

test('where accounts have taken all, another still gets its stream, from who has the most', () => {
  const [first, second, theirs] = [start(birch), start(birch), start(harbour)];
  for (const session of [first, second, theirs]) session.touch();
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
  const limits = { openMs: 1_000, idleMs: 1_000, maxMs: 1_000 };
  const parts = { alarm: () => undefined, recorder: noRecord, clock: () => 0 };
  sessions = new Sessions({ limits, perAccount: 32, inAll: 2_000, ...parts });
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
