import { beforeEach, describe, expect, test } from '@jest/globals';
import { transportStream } from '../../../../pictures/media/mpegts/testing/transport-stream.ts';
import { writeWatermark } from '../../../../simulator/watermark/watermark.ts';
import type { Viewing } from './judge.ts';
import { Ledger, type Right } from './ledger.ts';
import { Oracle } from './oracle.ts';

let now: number;
let right: Right;
let oracle: Oracle;
let viewing: Viewing;

beforeEach(() => {
  now = 1_000_000;
  const clock = (): number => now;
  const ledger = new Ledger(clock);
  right = ledger.give('birch', 'c1');
  oracle = new Oracle({ ledger, now: clock, arrival: clock, onForeign: () => undefined });
  oracle.turnOf('calm');
  viewing = {
    display: 20_000,
    grant: { account: 'birch', token: '', refreshToken: '' },
    camera: 'c1',
    device: '',
    by: 'hls',
    url: '',
    bearer: '',
    lastAt: 0,
    hadStill: false,
  };
});

const wrongs = (): string[] => oracle.foreign.map(({ wrong }) => wrong);

describe('a decoded picture', () => {
  test('of the camera that was asked for is nothing foreign', () => {
    for (const kind of ['hls', 'webrtc', 'still'] as const)
      oracle.frame(viewing, kind, 'camera c1');
    expect(wrongs()).toEqual([]);
    expect(oracle.frames).toEqual({ hls: 1, webrtc: 1, still: 1 });
    expect(oracle.count).toMatchObject({ frames: 3, unread: 0, units: 0 });
  });

  test('of another one is', () => {
    oracle.frame(viewing, 'hls', 'camera c2');
    expect(wrongs()).toEqual(['another camera, on the screen']);
    expect(oracle.count.foreign).toBe(1);
  });

  test('that cannot be read is counted, and no more', () => {
    oracle.frame(viewing, 'hls', undefined);
    oracle.frame(viewing, 'hls', 'birch/front-door');
    expect([wrongs(), oracle.count.unread]).toEqual([[], 2]);
  });

  test('may be shown for as long as a player holds it after the right has ended', () => {
    right.until = now;
    now += 21_000;
    oracle.frame(viewing, 'hls', 'camera c1');
    expect(wrongs()).toEqual([]);
    oracle.frame(viewing, 'webrtc', 'camera c1');
    now += 1;
    oracle.frame(viewing, 'hls', 'camera c1');
    const late = 'after its right had ended, on the screen';
    expect(wrongs()).toEqual([late, late]);
  });

  test('that came while twins were swapped may be shown later', () => {
    oracle.excuse('c1', 'c2')();
    oracle.frame(viewing, 'hls', 'camera c2');
    expect([wrongs(), oracle.count.excused]).toEqual([[], 1]);
    oracle.frame(viewing, 'hls', 'camera c3');
    expect(wrongs()).toEqual(['another camera, on the screen']);
  });
});

const filmed = (camera: string): string =>
  writeWatermark({ owner: 'birch', camera, number: 1, filmedAt: now });

describe('what was cut off', () => {
  test('a still without a watermark is foreign only where all of it came', () => {
    const body = Buffer.from('a JPEG');
    oracle.still(viewing, { body, whole: false });
    expect([wrongs(), oracle.count.units, viewing.hadStill]).toEqual([[], 0, false]);
    oracle.still(viewing, { body, whole: true });
    expect([wrongs(), viewing.hadStill]).toEqual([['without a watermark'], true]);
  });

  test('a still that names another camera is foreign, cut off or not', () => {
    oracle.still(viewing, { body: Buffer.from(`${filmed('c2')} and`), whole: false });
    expect(wrongs()).toEqual(['another camera']);
  });

  test('of a segment the last unit may lack its watermark, and those before it may not', async () => {
    const own = filmed('c1');
    const end = await transportStream([own, own, undefined]);
    oracle.segment(viewing, { body: end, whole: false });
    expect([wrongs(), oracle.count.units]).toEqual([[], 2]);
    oracle.segment(viewing, { body: end, whole: true });
    const middle = await transportStream([own, undefined, own]);
    oracle.segment(viewing, { body: middle, whole: false });
    const lacking = 'without a watermark';
    expect(wrongs()).toEqual([lacking, lacking]);
  });

  test('at any byte, of a segment of one’s own nothing is foreign', async () => {
    const own = await transportStream(Array.from({ length: 6 }, () => filmed('c1')));
    for (let end = 0; end < own.length; end += 47) {
      oracle.segment(viewing, { body: own.subarray(0, end), whole: false });
    }
    expect(wrongs()).toEqual([]);
  });

  test('a segment that names another camera at its end is foreign, cut off or not', async () => {
    const body = await transportStream([filmed('c1'), filmed('c2')]);
    oracle.segment(viewing, { body, whole: false });
    expect(wrongs()).toEqual(['another camera']);
  });

  test('an answer may be kept unless it forbids that: its head has to have come', () => {
    const head = 'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n';
    const spelling = (answer: string) => oracle.spelling(viewing, Buffer.from(answer));
    spelling(head);
    spelling(`${head}Cache-Control: no-store\r\n\r\n`);
    expect(wrongs()).toEqual([]);
    spelling(`${head}\r\n`);
    spelling('HTTP/1.1 200 OK\r\n');
    const served = 'another spelling was served';
    expect(wrongs()).toEqual([served, served]);
  });
});

describe('what a bridge that stood still had begun to answer', () => {
  test('may end when it goes on; what it begins then may not', async () => {
    const body = await transportStream([filmed('c1'), filmed('c1')]);
    right.until = now;
    const began = now + 500;
    now += 2_000;
    oracle.stoodStill(began - 1, now);
    oracle.segment(viewing, { body, whole: true, beganAt: began });
    expect([wrongs(), oracle.count.excused]).toEqual([[], 2]);
    oracle.segment(viewing, { body, whole: true, beganAt: now });
    const over = 'after its right had ended';
    expect(wrongs()).toEqual([over, over]);
  });

  test('is one packet by WebRTC, of what was filmed before', () => {
    const watching = { ...viewing, by: 'webrtc' } as const;
    const bytes = Buffer.from(filmed('c1'));
    right.until = now;
    oracle.stoodStill(now, now + 2_000);
    now += 2_000;
    oracle.scrap(watching, bytes);
    // Filmed as it began.
    expect(wrongs()).toEqual(['after its right had ended']);
    oracle.stoodStill(now - 1_999, now);
    oracle.scrap(watching, bytes);
    expect([wrongs().length, oracle.count.excused]).toEqual([1, 1]);
    oracle.scrap(watching, bytes);
    expect([wrongs().length, oracle.count.excused]).toEqual([2, 1]);
  });

  test('is no excuse for another camera', async () => {
    const body = await transportStream([filmed('c2')]);
    oracle.stoodStill(now - 1, now + 1);
    oracle.segment(viewing, { body, whole: true, beganAt: now });
    expect(wrongs()).toEqual(['another camera']);
  });
});

test('the end of one excuse is not the end of the next', () => {
  const jpegOf = (camera: string) => Buffer.from(`nameplate birch ${camera} 1 ${now};`);
  const end = oracle.excuse('c1', 'c2');
  const endOther = oracle.excuse('c1', 'c3');
  end();
  oracle.scrap(viewing, jpegOf('c3'));
  expect(wrongs()).toEqual([]);
  endOther();
  oracle.scrap(viewing, jpegOf('c3'));
  expect(wrongs()).toEqual(['another camera']);
});
