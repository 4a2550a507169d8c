import { describe, expect, test } from '@jest/globals';
import { joinNals } from '../../../pictures/media/h264/annex-b.ts';
import { firstFrame, hasFfmpeg } from './first-frame.ts';
import { qrClip } from './qr-clip.ts';
import { enlarged, readQr } from './read-qr.ts';

const clip = qrClip('camera c1234', 'window');

function annexB(pictures: number): Buffer {
  const { sps, pps, pictures: all } = clip.video;
  return joinNals([sps, pps, ...all.slice(0, pictures).flatMap(({ nals }) => nals)]);
}

test('its key picture fits into two packets, the others into one, with room for a name', () => {
  const [key, ...rest] = clip.packets.pictures;
  expect(key?.payloads.length).toBe(2);
  for (const { payloads } of rest) expect(payloads.length).toBe(1);
  expect(Math.max(...(key?.payloads ?? []).map(({ length }) => length))).toBeLessThan(1_000);
});

test('no two cameras show the same', () => {
  expect(qrClip('camera c1', 'window').still.equals(qrClip('camera c2', 'window').still)).toBe(
    false,
  );
  expect(() => qrClip('a text that is too long for it', 'window')).toThrow();
});

function withFfmpeg(): void {
  test('the watermark is read from the video and from the still', async () => {
    const frame = await firstFrame({ bytes: annexB(15), format: 'h264' });
    expect([frame.width, frame.height]).toEqual([32, 32]);
    expect(readQr(enlarged(frame, 4))).toBe('camera c1234');
    const still = await firstFrame({ bytes: clip.still, format: 'jpeg' });
    expect(readQr(still)).toBe('camera c1234');
  });
}

function withoutFfmpeg(): void {
  test('ffmpeg is not here: nothing was decoded', () => {
    console.warn('NOT CHECKED: QR codes in decoded pictures, for want of ffmpeg');
    expect(process.env['CI']).not.toBe('true');
  });
}

describe('with ffmpeg', hasFfmpeg() ? withFfmpeg : withoutFfmpeg);
