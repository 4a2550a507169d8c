import { createHmac, createSecretKey } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { removeFolder, scratchFolder } from '../workshop/testing/scratch-folder.ts';
import { openKeyRing, type KeyRing } from './keyring.ts';
import { auditKeys } from './audit-key.ts';
import { displayPlace } from './keyed-hash.ts';
import { placeKey, serialKey } from './place-key.ts';

const folder = scratchFolder('place-key');
afterAll(() => removeFolder(folder));

// Hashes under another key would compare with none that is kept: one camera could have two owners.
test('a new sealing key in front changes no hash and no record, another ring has other keys', () => {
  const ring = openKeyRing(join(folder, 'keys.json'));
  const newer = { kid: 'newer', key: createSecretKey(Buffer.alloc(32, 1)) };
  const turned: KeyRing = { ...ring, sealing: [newer] };
  expect(placeKey(turned)).toBe(placeKey(ring));
  expect(auditKeys(turned)).toBe(ring.record);
  expect(serialKey(turned).export()).toEqual(serialKey(ring).export());
  expect(displayPlace(turned)('192.0.2.1')).toBe(displayPlace(ring)('192.0.2.1'));
  const other = openKeyRing(join(folder, 'other.json'));
  expect(placeKey(other).export()).not.toEqual(placeKey(ring).export());
});

// What is kept of serial numbers was hashed under this key; another derivation would know no camera again.
test('serial numbers are hashed under a key of their own, derived as RFC 5869 says', () => {
  const root = Buffer.alloc(32, 1);
  const places: KeyRing['places'] = [{ kid: 'places', key: createSecretKey(root) }];
  const extracted = createHmac('sha256', Buffer.alloc(32)).update(root).digest();
  const info = Buffer.from('casement serial of a camera\u0001');
  const derived = createHmac('sha256', extracted).update(info).digest();
  expect(serialKey({ places }).export()).toEqual(derived);
});
