import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { removeFolder, scratchFolder } from '../../workshop/testing/scratch-folder.ts';
import { clipOf, loadClips, shippedClips } from './clip.ts';

const clips = loadClips();

describe('the clips that come with Casement', () => {
  test('are two look-alike households of two cameras', () => {
    expect(clips.map(({ household, camera }) => `${household} ${camera}`)).toEqual([
      'Birch Front door',
      'Birch Garden',
      'Harbour Front door',
      'Harbour Garden',
    ]);
    expect(clips.map(({ watermark }) => watermark)).toEqual([
      'birch/front-door',
      'birch/garden',
      'harbour/front-door',
      'harbour/garden',
    ]);
    expect(clips.map(({ audio }) => audio?.codec)).toEqual(['aac', 'pcmu', 'pcmu', undefined]);
  });

  test('stay small', () => {
    const sizes = readdirSync(shippedClips).map((name) => statSync(join(shippedClips, name)).size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(2_000_000);
    for (const { still } of clips) expect(still.length).toBeLessThanOrEqual(25_000);
  });

  test.each(clips)('$name: a key picture every second, whole seconds, sound as long', (clip) => {
    const { pictures, sps } = clip.video;
    expect(pictures.length % clip.fps).toBe(0);
    expect(pictures.map(({ key }) => key)).toEqual(pictures.map((_, i) => i % clip.fps === 0));
    expect(sps[1]).toBe(100);
    if (!clip.audio) return;
    const { frames, samplesPerFrame, sampleRate } = clip.audio;
    expect((frames.length * samplesPerFrame) / sampleRate).toBe(pictures.length / clip.fps);
  });
});

test('a clip is found by its watermark', () => {
  expect(clipOf(clips, 'birch/garden').name).toBe('birch-garden');
  expect(() => clipOf(clips, 'birch/attic')).toThrow('no clip');
});

test('an index with a file from elsewhere, and one that is none, are refused', () => {
  const folder = scratchFolder('clips');
  try {
    const [clip] = clips;
    const { name, household, camera, watermark, fps, width, height } = clip ?? {};
    const entry = { name, household, camera, stamp: watermark, fps, width, height, still: 'a.jpg' };
    const index = [{ ...entry, video: '../secret.h264' }];
    writeFileSync(join(folder, 'clips.json'), JSON.stringify(index));
    expect(() => loadClips(folder)).toThrow('video');
    writeFileSync(join(folder, 'clips.json'), '{}');
    expect(() => loadClips(folder)).toThrow();
  } finally {
    removeFolder(folder);
  }
});
