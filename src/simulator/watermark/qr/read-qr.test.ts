import { describe, expect, test } from '@jest/globals';
import { firstFrame, hasFfmpeg, watermarkOf } from './first-frame.ts';
import { readQr } from './read-qr.ts';
import { loadClips, shippedClips } from '../../clips/clip.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

test('a picture without a QR code has no watermark', () => {
  const data = new Uint8Array(64 * 64 * 4).fill(200);
  expect(readQr({ data, width: 64, height: 64 })).toBe(undefined);
});

test('an ffmpeg that is not there is noticed', () => {
  expect(hasFfmpeg('/nowhere/ffmpeg')).toBe(false);
});

function withFfmpeg(): void {
  const clips = loadClips();

  test.each(clips)('$watermark is read from the clip and from the still', async (clip) => {
    const video = readFileSync(join(shippedClips, `${clip.name}.h264`));
    expect(await watermarkOf({ bytes: video, format: 'h264' })).toBe(clip.watermark);
    expect(await watermarkOf({ bytes: clip.still, format: 'jpeg' })).toBe(clip.watermark);
    const { width, height } = await firstFrame({ bytes: clip.still });
    expect([width, height]).toEqual([848, 480]);
  });

  test('the watermark is read from a picture inside a larger buffer', async () => {
    const [clip] = clips;
    const frame = await firstFrame({ bytes: clip?.still ?? Buffer.alloc(0) });
    const larger = new Uint8Array(frame.data.length + 100);
    larger.set(frame.data, 100);
    expect(readQr({ ...frame, data: larger.subarray(100) })).toBe(clip?.watermark);
  });

  test('no picture, no time: an error without the URL', async () => {
    await expect(firstFrame({ bytes: Buffer.from('nothing'), format: 'h264' })).rejects.toThrow(
      'decoded no picture',
    );
    const source = { url: 'rtsp://viewer:secret@127.0.0.1:1/x' };
    const error = await firstFrame(source, { timeoutMs: 5000 }).catch((cause: unknown) => cause);
    expect(String(error)).toContain('decoded no picture');
    expect(String(error)).not.toContain('secret');
    await expect(firstFrame(source, { ffmpeg: '/nowhere/ffmpeg' })).rejects.toThrow('ENOENT');
  });
}

function withoutFfmpeg(): void {
  test('ffmpeg is not here: nothing was decoded', () => {
    console.warn('NOT CHECKED: watermarks in decoded pictures, for want of ffmpeg');
    expect(process.env['CI']).not.toBe('true');
  });
}

describe('with ffmpeg', hasFfmpeg() ? withFfmpeg : withoutFfmpeg);
