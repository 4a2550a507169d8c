import { expect, test } from '@jest/globals';
import { adtsFrames } from './adts.ts';

/** AAC-LC, 16 kHz, mono, no CRC, four bytes of payload. */
const frame = Buffer.from('fff16040017ffc01020304', 'hex');

test('frames with what their header says', () => {
  const frames = adtsFrames(Buffer.concat([frame, frame]));
  expect(frames).toHaveLength(2);
  expect(frames[1]?.whole).toEqual(frame);
  expect(frames[1]?.payload.toString('hex')).toBe('01020304');
  expect(frames[1]?.sampleRate).toBe(16_000);
  expect(frames[1]?.channels).toBe(1);
  expect(frames[1]?.config.toString('hex')).toBe('1408');
});

test.each([
  ['no sync word', Buffer.from('00112233445566', 'hex'), 'not ADTS'],
  ['a rest', Buffer.concat([frame, frame.subarray(0, 3)]), 'not ADTS'],
  ['cut short', frame.subarray(0, 9), 'damaged'],
  ['a rate that is none', Buffer.from('fff17c40017ffc01020304', 'hex'), 'damaged'],
  ['a length of nothing', Buffer.from('fff16040001ffc', 'hex'), 'damaged'],
])('%s', (_, bytes, message) => {
  expect(() => adtsFrames(bytes)).toThrow(message);
});
