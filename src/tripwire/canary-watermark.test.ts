import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { removeFolder, scratchFolder } from '../workshop/testing/scratch-folder.ts';
import { newCameraId } from '../identity/ids.ts';
import { openKeyRing } from '../identity/keyring.ts';
import { seiOf, textOfSei } from '../simulator/watermark/sei.ts';
import {
  claimsCanaryWatermark,
  createCanaryWatermarks,
  watermarkTexts,
} from './canary-watermark.ts';

const folder = scratchFolder('watermark');
afterAll(() => removeFolder(folder));

const camera = newCameraId();
const noon = 1_764_000_000_000;
const ring = openKeyRing(join(folder, 'ours.json'));
const watermarks = createCanaryWatermarks(ring, () => noon);

test('a watermark says which canary and when, in a text that every picture can carry', () => {
  for (const canary of ['1', '2'] as const) {
    const text = watermarks.write(canary, camera);
    expect(claimsCanaryWatermark(text)).toBe(true);
    expect(textOfSei(seiOf(text))).toBe(text);
    const watermark = watermarks.read(text);
    expect(watermark).toMatchObject({ canary, filmedAt: noon });
    expect([watermark?.by(camera), watermark?.by(newCameraId())]).toEqual([true, false]);
    expect(text).not.toContain(camera.slice(2, 10));
    expect(watermarkTexts(Buffer.from(`xx${text}yy${text.slice(0, -1)}`))).toEqual([text]);
  }
});

test('a watermark with anything changed in it is none', () => {
  const text = watermarks.write('1', camera);
  const [, , , tag = '', code = ''] = text.split(' ');
  const forged = [
    text.replace('canary 1', 'canary 2'),
    text.replace(String(noon), String(noon + 1)),
    text.replace(code, `${code.startsWith('A') ? 'B' : 'A'}${code.slice(1)}`),
    text.replace(tag, 'A'.repeat(16)),
    text.slice(0, -1),
    `${text} `,
    `canary 1 ${noon} ${tag} ${'A'.repeat(43)};`,
    'canary ',
    '',
  ];
  for (const one of forged) expect(watermarks.read(one)).toBeUndefined();
});

test('another installation’s watermark is none; an older key of our own still counts', () => {
  const theirs = openKeyRing(join(folder, 'theirs.json'));
  const text = createCanaryWatermarks(theirs, () => noon).write('1', camera);
  expect(watermarks.read(text)).toBeUndefined();
  const both = [ring.marks[0], theirs.marks[0]] as const;
  expect(createCanaryWatermarks({ marks: both }, () => noon).read(text)).toBeDefined();
});
