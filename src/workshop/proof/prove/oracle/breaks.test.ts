import { beforeEach, expect, test } from '@jest/globals';
import { reasonWords } from '../../../../pictures/cameras/reason-words.ts';
import { type Reason, reasonCodes } from '../../../../pictures/cameras/reason.ts';
import { judgeExplained } from '../display/explained.ts';
import { Breaks, plantedReasonIn, plantedReasons } from './breaks.ts';
import { Ledger, type Right } from './ledger.ts';
import { Oracle } from './oracle.ts';

let now: number;
let ledger: Ledger;
let oracle: Oracle;
let right: Right;

beforeEach(() => {
  now = 1_000_000;
  const clock = (): number => now;
  ledger = new Ledger(clock);
  right = ledger.give('birch', 'c1');
  oracle = new Oracle({ ledger, now: clock, arrival: clock, onForeign: () => undefined });
});

const brief = (code: (typeof plantedReasons)[number]): string => reasonWords({ code }).brief;
const wrongs = (): string[] => oracle.foreign.map(({ wrong }) => wrong);

test('each planted reason has words of its own: those of no other reason that a run comes to', () => {
  for (const code of plantedReasons) expect(plantedReasonIn(`d-1: ${brief(code)}`)).toBe(code);
  const alike = reasonCodes.flatMap((code): string[] => {
    if (code === 'status' || code === 'no-key-picture') return [];
    const reason: Reason = { code };
    const found = plantedReasonIn(reasonWords(reason).brief);
    return found === undefined || found === code ? [] : [code];
  });
  // No camera of a run has a URL without its password, nor is one of MJPEG.
  expect(alike).toEqual(['password-missing', 'only-mjpeg']);
  expect(plantedReasonIn('d-1: something else')).toBeUndefined();
});

test('a break is known from its beginning to its end, in its own way and of its own camera', () => {
  const breaks = new Breaks(() => now);
  const mended = breaks.add('c1', 'no-video');
  expect(breaks.fits('c1', 'no-video', now + 9)).toBe(true);
  expect(breaks.fits('c1', 'only-h265', now)).toBe(false);
  expect(breaks.fits('c2', 'no-video', now)).toBe(false);
  mended();
  now += 5;
  mended();
  expect(breaks.fits('c1', 'no-video', now - 5)).toBe(true);
  expect(breaks.fits('c1', 'no-video', now - 4)).toBe(false);
});

test('a household is told the reason of its own camera, and of no other', () => {
  const text = brief('no-video');
  oracle.breaks.add('c1', 'no-video');
  expect(oracle.told(1, 'birch', 'c1', text)).toBe('no-video');
  expect(oracle.told(1, 'birch', 'c1', 'plays')).toBeUndefined();
  expect(wrongs()).toEqual([]);
  oracle.told(1, 'birch', 'c1', brief('only-h265'));
  oracle.told(1, 'birch', 'c2', text);
  oracle.told(1, 'birch', '', text);
  oracle.told(1, 'harbour', 'c1', text);
  expect(wrongs()).toEqual(Array.from({ length: 4 }, () => 'a foreign reason'));
  expect(oracle.count).toMatchObject({ answers: 6, foreign: 4 });
});

test('who comes to own a camera is not told what was before; a guest of before is', () => {
  const guest = ledger.give('harbour', 'c1', right);
  const mended = oracle.breaks.add('c1', 'wrong-password');
  now += 10;
  mended();
  now += 10;
  ledger.give('cedar', 'c1');
  oracle.told(1, guest.account, 'c1', brief('wrong-password'));
  expect(wrongs()).toEqual([]);
  oracle.told(1, 'cedar', 'c1', brief('wrong-password'));
  expect(wrongs()).toEqual(['a foreign reason']);
});

test('a second after a right has ended nothing is told any more', () => {
  oracle.breaks.add('c1', 'no-video');
  right.until = now;
  now += 1_000;
  oracle.told(1, 'birch', 'c1', brief('no-video'));
  expect(wrongs()).toEqual([]);
  now += 1;
  oracle.told(1, 'birch', 'c1', brief('no-video'));
  expect(wrongs()).toEqual(['a foreign reason']);
});

test('every line of an answer is judged by the device that it names', () => {
  ledger.name(right, 'd-1');
  oracle.breaks.add('c1', 'no-video');
  const saying = (debugString: string) => ({
    status: 200,
    headers: {},
    whole: true,
    beganAt: now,
    body: Buffer.from(JSON.stringify({ payload: { debugString } })),
  });
  const judged = (text: string) => judgeExplained({ oracle, ledger }, 1, 'birch', saying(text));
  expect(judged(`d-1: ${brief('no-video')}\nd-9: It does not answer.`)).toEqual(['no-video']);
  expect(wrongs()).toEqual([]);
  judged(`d-1: ${brief('only-h265')}`);
  judged(`d-9: ${brief('no-video')}`);
  judged(brief('no-video'));
  expect(wrongs()).toHaveLength(3);
});
