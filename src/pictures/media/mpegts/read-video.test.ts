import { expect, test } from '@jest/globals';
import { textOfSei } from '../../../simulator/watermark/sei.ts';
import { splitNals } from '../h264/annex-b.ts';
import { pesOfTs } from './read-video.ts';
import { transportStream } from './testing/transport-stream.ts';

const numbered = Array.from({ length: 12 }, (_, at) => `picture ${at}`);
const textsOf = (unit: Buffer): string[] => splitNals(unit).flatMap((nal) => textOfSei(nal) ?? []);

test('every picture of a transport stream is found, with what is written in it', async () => {
  const stream = await transportStream(numbered);
  const expected = Array.from({ length: 12 }, (_, at) => [`picture ${at}`]);
  expect(pesOfTs(stream).map(textsOf)).toEqual(expected);
});

test('of one that was cut off, those that had come', async () => {
  const stream = await transportStream(numbered);
  const units = pesOfTs(stream.subarray(0, Math.floor(stream.length * 0.8))).map(textsOf);
  expect(units.length).toBeGreaterThan(1);
  expect(units.slice(0, -1).flat()).toEqual(units.slice(0, -1).map((_, at) => `picture ${at}`));
});

test('what is no transport stream holds none', () => {
  expect(pesOfTs(Buffer.alloc(1_880, 0x20))).toEqual([]);
  expect(pesOfTs(Buffer.from('{"error":"not-found"}'))).toEqual([]);
  expect(pesOfTs(Buffer.alloc(376, 0x47))).toEqual([]);
});
