import { beforeEach, expect, test } from '@jest/globals';
import type { Viewing } from './judge.ts';
import { Ledger, type Right } from './ledger.ts';
import { Oracle } from './oracle.ts';

let now: number;
let ledger: Ledger;
let right: Right;
let oracle: Oracle;
let viewing: Viewing;

beforeEach(() => {
  now = 1_000_000;
  const clock = (): number => now;
  ledger = new Ledger(clock);
  right = ledger.give('birch', 'c1');
  oracle = new Oracle({ ledger, now: clock, arrival: clock, onForeign: () => undefined });
  viewing = {
    display: 1,
    grant: { account: 'birch', token: '', refreshToken: '' },
    camera: 'c1',
    device: '',
    by: 'webrtc',
    url: '',
    bearer: '',
    lastAt: 0,
    hadStill: false,
  };
});

const foreign = (): unknown[] =>
  oracle.foreign.map(({ wrong, household, asked, got }) => [wrong, household, asked, got]);
const found = (got: string): unknown[] => ['a foreign state', 'birch', 'c1', got];
const told = (status: number, askedAt = now, still = false): void =>
  oracle.state(viewing, { askedAt, status, still });

test('of one’s own stream everybody may be told whether it is over', () => {
  told(200);
  told(404);
  told(503);
  expect([foreign(), oracle.count.answers]).toEqual([[], 3]);
});

test('that it stands is foreign where its right was over a second before it was asked for', () => {
  right.until = now;
  told(200, now + 1_000);
  expect(foreign()).toEqual([]);
  told(404, now + 1_001);
  expect(foreign()).toEqual([]);
  told(200, now + 1_001);
  expect(foreign()).toEqual([found('standing, though after its right had ended')]);
});

test('and where its linking was over, or delivery suspended', () => {
  viewing.grant.endedAt = now;
  told(200, now + 1_001);
  delete viewing.grant.endedAt;
  ledger.suspend(() => true);
  told(200, now + 1_001);
  expect(foreign()).toEqual([
    found('standing, though after its linking had ended'),
    found('standing, though while it was suspended'),
  ]);
});

test('a resumption meanwhile ends no stream that stands', () => {
  const lift = ledger.suspend(() => true);
  now += 5_000;
  lift();
  told(200, now - 1_000);
  expect(foreign()).toEqual([]);
});

test('that it stands is foreign where the display had ended it', () => {
  viewing.hungUp = true;
  told(404);
  expect(foreign()).toEqual([]);
  told(200);
  expect(foreign()).toEqual([found('standing, though ended')]);
});

test('that it is over is foreign where a still came by the same ticket', () => {
  told(404, now, true);
  expect(foreign()).toEqual([found('over, and a still came')]);
});

test('of another one’s stream nobody is told that it stands', () => {
  const other = { ...viewing, camera: 'c2' };
  for (const status of [401, 404, 429]) oracle.stateOf(other, viewing, status);
  expect([foreign(), oracle.count.answers]).toEqual([[], 3]);
  oracle.stateOf(other, viewing, 200);
  expect(foreign()).toEqual([found('c2')]);
});
