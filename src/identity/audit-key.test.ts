import { createHmac, createSecretKey } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { auditKeys } from './audit-key.ts';
import { openKeyRing, type KeyRing } from './keyring.ts';

const folder = mkdtempSync(join(tmpdir(), 'casement-'));
afterAll(() => rmSync(folder, { recursive: true }));

const roots = [1, 2].map((byte) => Buffer.alloc(32, byte));
const [newest = Buffer.alloc(0), older = Buffer.alloc(0)] = roots;
/** HKDF-SHA-256 of one block without salt, as RFC 5869 writes it. */
function hkdf(root: Buffer, info: string): Buffer {
  const extracted = createHmac('sha256', Buffer.alloc(32)).update(root).digest();
  return createHmac('sha256', extracted).update(info).update(Uint8Array.of(1)).digest();
}

// The record outlives the bridge that wrote it: another derivation could not check it any more.
test('every sealing key has a key of its own for the record, the newest first', () => {
  const ring: KeyRing = {
    ...openKeyRing(join(folder, 'keys.json')),
    sealing: [
      { kid: 'newest', key: createSecretKey(newest) },
      { kid: 'older', key: createSecretKey(older) },
    ],
  };
  expect(auditKeys(ring).map(({ kid, key }) => [kid, key.export()])).toEqual([
    ['newest', hkdf(newest, 'casement delivery record')],
    ['older', hkdf(older, 'casement delivery record')],
  ]);
});
