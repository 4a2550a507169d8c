import { beforeEach, expect, test } from '@jest/globals';
import { judge, type Grant, type Viewing } from './judge.ts';
import { Ledger, type Right } from './ledger.ts';

let now: number;
let ledger: Ledger;
let right: Right;
let viewing: Viewing;
let grant: Grant;

beforeEach(() => {
  now = 1_000_000;
  ledger = new Ledger(() => now);
  right = ledger.give('birch', 'door');
  grant = { account: 'birch', token: '', refreshToken: '' };
  const rest = {
    display: 0,
    device: '',
    by: 'hls',
    url: '',
    bearer: '',
    lastAt: 0,
    hadStill: false,
  } as const;
  viewing = { ...rest, grant, camera: 'door' };
});

const filmed = (filmedAt: number, camera = 'door') => ({
  owner: 'birch',
  camera,
  number: 1,
  filmedAt,
});

test('one’s own camera is nothing foreign', () => {
  expect(judge(ledger, viewing, filmed(now), now)).toBeUndefined();
});

test('another camera is, even one’s own', () => {
  ledger.give('birch', 'garden');
  expect(judge(ledger, viewing, filmed(now, 'garden'), now)).toBe('another camera');
});

test('a picture that names no camera is', () => {
  expect(judge(ledger, viewing, undefined, now)).toBe('without a watermark');
});

test('a second after a right has ended, its pictures are', () => {
  ledger.take(right);
  expect(judge(ledger, viewing, filmed(now), now + 1_000)).toBeUndefined();
  expect(judge(ledger, viewing, filmed(now), now + 1_001)).toBe('after its right had ended');
  expect(judge(ledger, viewing, filmed(now), now + 1_001, 500)).toBeUndefined();
});

test('a second after a linking has ended, its pictures are', () => {
  grant.endedAt = now;
  expect(judge(ledger, viewing, filmed(now), now + 1_000)).toBeUndefined();
  expect(judge(ledger, viewing, filmed(now), now + 1_001)).toBe('after its linking had ended');
});

test('a second after delivery was suspended, its pictures are, until it is resumed', () => {
  const lift = ledger.suspend((account, camera) => account === 'birch' && camera === 'door');
  expect(judge(ledger, viewing, filmed(now), now + 1_000)).toBeUndefined();
  expect(judge(ledger, viewing, filmed(now), now + 1_001)).toBe('while it was suspended');
  now += 5_000;
  // A second throw of the switch does not make the first a later one.
  ledger.suspend(() => true);
  expect(judge(ledger, viewing, filmed(now), now + 1)).toBe('while it was suspended');
  lift();
  expect(judge(ledger, viewing, filmed(now), now + 1)).toBeUndefined();
});

test('what was filmed for the owner before is, also where one owned it long ago', () => {
  now += 10_000;
  ledger.take(right);
  const harbour = ledger.give('harbour', 'door');
  now += 10_000;
  ledger.take(harbour);
  ledger.give('birch', 'door');
  expect(judge(ledger, viewing, filmed(now), now)).toBeUndefined();
  expect(judge(ledger, viewing, filmed(now - 1), now)).toBe('filmed for another owner');
});

test('what was filmed before it was shared is, but for what was on its way to the bridge', () => {
  now += 5_000;
  ledger.give('guest', 'door', right);
  const guest = { ...viewing, grant: { ...grant, account: 'guest' } };
  const early = 'filmed before its right began';
  expect(judge(ledger, guest, filmed(now - 501), now)).toBe(early);
  expect(judge(ledger, guest, filmed(now - 500), now)).toBeUndefined();
  expect(judge(ledger, viewing, filmed(now - 4_000), now)).toBeUndefined();
  expect(judge(ledger, { ...guest, grant: { ...grant, account: 'x' } }, filmed(now), now)).toBe(
    'after its right had ended',
  );
});

test('what was filmed before delivery was resumed is, of those whose delivery was suspended', () => {
  now += 5_000;
  const lift = ledger.suspend((account) => account === 'birch');
  ledger.give('guest', 'door', right);
  now += 5_000;
  lift();
  const early = 'filmed before its right began';
  expect(judge(ledger, viewing, filmed(now - 501), now)).toBe(early);
  expect(judge(ledger, viewing, filmed(now - 9_000), now)).toBe(early);
  expect(judge(ledger, viewing, filmed(now), now)).toBeUndefined();
  const guest = { ...viewing, grant: { ...grant, account: 'guest' } };
  expect(judge(ledger, guest, filmed(now - 501), now)).toBeUndefined();
});

test('a slip makes another camera’s picture meant, until a second after it was corrected', () => {
  const other = filmed(now, 'garden');
  const correct = ledger.slip('door', 'garden');
  expect(judge(ledger, viewing, other, now + 60_000)).toBeUndefined();
  expect(judge(ledger, viewing, filmed(now, 'yard'), now)).toBe('another camera');
  expect(judge(ledger, { ...viewing, camera: 'garden' }, filmed(now), now)).toBe('another camera');
  now += 5_000;
  correct();
  expect(judge(ledger, viewing, other, now + 1_000)).toBeUndefined();
  expect(judge(ledger, viewing, other, now + 1_001)).toBe('another camera');
  now += 5_000;
  correct();
  expect(judge(ledger, viewing, other, now)).toBe('another camera');
});

test('a right that never came to be is none', () => {
  const heir = ledger.give('heir', 'door');
  ledger.forget(heir);
  expect(ledger.of('heir')).toEqual([]);
  expect(ledger.viewersOf('door')).toEqual([right]);
});
