import { expect, test } from '@jest/globals';
// @ts-expect-error -- plain JavaScript
import { missingTools } from './debian.mjs';

type Asked = (name: string) => boolean;

/** Names of what is to be installed. */
const missing = (isThere: Asked, isKnown: Asked): string[] =>
  (missingTools as (...asked: Asked[]) => [string][])(isThere, isKnown).map(([name]) => name);

const lighter = 'chromium-headless-shell';

test('what is missing is installed, the lighter browser beside it', () => {
  expect(
    missing(
      (name) => name === 'ffmpeg',
      () => false,
    ),
  ).toEqual(['chromium', lighter, 'nginx', 'pg_ctlcluster', 'gst-launch-1.0']);
  expect(
    missing(
      () => true,
      () => true,
    ),
  ).toEqual([]);
});

test.each([true, false])('the lighter browser alone, if it can be had (%s)', (isKnown) => {
  expect(
    missing(
      (name) => name !== lighter,
      () => isKnown,
    ),
  ).toEqual(isKnown ? [lighter] : []);
});

test('what else is missing is installed, also if the lighter browser cannot be had', () => {
  const isThere = (name: string): boolean => name !== lighter && name !== 'nginx';
  expect(missing(isThere, () => false)).toEqual([lighter, 'nginx']);
});
