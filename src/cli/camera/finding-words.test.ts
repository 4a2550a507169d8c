/** Whatever is found is told in words. */
import { expect, test } from '@jest/globals';
import type { CameraFinding } from '../../cameras/check-camera.ts';
import { findingWords } from './finding-words.ts';

const found: readonly CameraFinding[] = [
  'same-serial',
  'moved-to-other',
  'other-owner',
  'leads-elsewhere',
  'expired',
  'other-address',
  'other-key',
  'other-realm',
  'downgrade',
  'no-server-port',
  'redirects',
  'refused',
  'session-lost',
  'silent',
  'unbound',
  'device-unknown',
  'password-missing',
];

test.each(found)('%s', (one) => {
  const text = findingWords({ found: one, line: 'stream', bound: false });
  expect(text).toMatch(/^[A-Z].*\.$/);
  expect(text).not.toContain(one);
});
