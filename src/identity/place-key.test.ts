import { createSecretKey } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { openKeyRing, type KeyRing } from './keyring.ts';
import { placeKey } from './place-key.ts';

const folder = mkdtempSync(join(tmpdir(), 'casement-'));
afterAll(() => rmSync(folder, { recursive: true }));

// Hashes under another key would compare with none that is kept: one camera could have two owners.
test('a new sealing key in front changes nothing, another ring has another key', () => {
  const ring = openKeyRing(join(folder, 'keys.json'));
  const newer = { kid: 'newer', key: createSecretKey(Buffer.alloc(32, 1)) };
  const turned: KeyRing = { ...ring, sealing: [newer, ...ring.sealing] };
  expect(placeKey(turned).export()).toEqual(placeKey(ring).export());
  expect(placeKey(ring).export()).not.toEqual(ring.sealing[0].key.export());
  const other = openKeyRing(join(folder, 'other.json'));
  expect(placeKey(other).export()).not.toEqual(placeKey(ring).export());
});
