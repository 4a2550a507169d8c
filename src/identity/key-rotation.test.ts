import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { removeFolder, scratchFolder } from '../workshop/testing/scratch-folder.ts';
import { keyKinds } from './key-file-form.ts';
import { makeKeyFile, readKeyFile } from './key-file.ts';
import { atOnce, endsAt, nextEnd, rotated, standing, withoutSealing } from './key-rotation.ts';
import { longestAccessTokenMs, longestTicketMs } from './lifetimes.ts';

const folder = scratchFolder('key-rotation');
afterAll(() => removeFolder(folder));
const file = join(folder, 'keys.json');
makeKeyFile(file);
const before = readKeyFile(file);
const noon = 1_800_000_000_000;
const after = rotated(before, noon);

test('new keys for tokens, tickets and sealing stand in front; those of record and hashes stay', () => {
  for (const kind of keyKinds) {
    const [[old], list] = [before[kind], after[kind]];
    if (['signing', 'tickets', 'sealing'].includes(kind)) {
      expect(list).toHaveLength(2);
      expect(list[0]).toMatchObject({ since: noon });
      expect(list[0].kid).not.toBe(old.kid);
      expect(list[1]).toEqual({ ...old, replaced: noon });
    } else expect(list).toEqual([old]);
  }
});

test('an older key of tokens stands as long as the longest token, one of tickets as the longest ticket', () => {
  const kept = (now: number) => {
    const { signing, tickets, sealing } = standing(after, now);
    return [signing.length, tickets.length, sealing.length];
  };
  expect(kept(noon + longestTicketMs - 1)).toEqual([2, 2, 2]);
  expect(kept(noon + longestTicketMs)).toEqual([2, 1, 2]);
  expect(kept(noon + longestAccessTokenMs - 1)).toEqual([2, 1, 2]);
  expect(kept(noon + longestAccessTokenMs)).toEqual([1, 1, 2]);
  expect(standing(after, noon * 2).signing[0]).toEqual(after.signing[0]);
  // One that nobody dated, put there by hand, stays.
  const undated = { ...before, tickets: [...after.tickets.slice(0, 1), before.tickets[0]] };
  expect(standing(undated as typeof before, noon * 2).tickets).toHaveLength(2);
});

test('when the next of them is over is known', () => {
  expect(nextEnd(before, noon)).toBe(Number.POSITIVE_INFINITY);
  expect(nextEnd(after, noon)).toBe(noon + longestTicketMs);
  expect(nextEnd(after, noon + longestTicketMs)).toBe(noon + longestAccessTokenMs);
  const [signing, tickets, sealing] = [after.signing[1], after.tickets[1], after.sealing[1]];
  expect(endsAt('signing', signing ?? {})).toBe(noon + longestAccessTokenMs);
  expect(endsAt('tickets', tickets ?? {})).toBe(noon + longestTicketMs);
  expect(endsAt('sealing', sealing ?? {})).toBeUndefined();
  expect(endsAt('signing', after.signing[0])).toBeUndefined();
});

test('older keys of tokens and tickets can be ended at once, those for sealing not', () => {
  const { signing, tickets, sealing } = atOnce(after);
  expect([signing, tickets]).toEqual([[after.signing[0]], [after.tickets[0]]]);
  expect(sealing).toEqual(after.sealing);
});

test('older sealing keys go, the newest never does', () => {
  const all = new Set(after.sealing.map(({ kid }) => kid));
  expect(withoutSealing(after, all).sealing).toEqual([after.sealing[0]]);
  expect(withoutSealing(after, new Set()).sealing).toEqual(after.sealing);
});
