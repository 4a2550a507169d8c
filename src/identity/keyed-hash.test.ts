import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { removeFolder, scratchFolder } from '../workshop/testing/scratch-folder.ts';
import { displayPlace } from './keyed-hash.ts';
import { openKeyRing } from './keyring.ts';

const folder = scratchFolder('hash');
afterAll(() => removeFolder(folder));

const ring = openKeyRing(join(folder, 'one.json'));
const other = openKeyRing(join(folder, 'other.json'));

test('an address has one hash under one key ring, and another under another', () => {
  const place = displayPlace(ring)('192.0.2.1');
  expect(place).toMatch(/^[\w-]{43}$/);
  expect(displayPlace(ring)('192.0.2.1')).toBe(place);
  expect(displayPlace(ring)('192.0.2.2')).not.toBe(place);
  expect(displayPlace(other)('192.0.2.1')).not.toBe(place);
});
