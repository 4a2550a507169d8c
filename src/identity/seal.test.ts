import { createDecipheriv, createHmac, createSecretKey } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { removeFolder, scratchFolder } from '../workshop/testing/scratch-folder.ts';
import { newCameraId } from './ids.ts';
import { openKeyRing, type KeyRing, type SharedKey } from './keyring.ts';
import { seal, unseal } from './seal.ts';

const folder = scratchFolder('seal');
afterAll(() => removeFolder(folder));

const root = Buffer.alloc(32, 7);
let fresh: KeyRing;
let ring: KeyRing;
beforeAll(() => {
  fresh = openKeyRing(join(folder, 'keys.json'));
  ring = { ...fresh, sealing: [{ kid: 'known-root', key: createSecretKey(root) }] };
});
const camera = newCameraId();
const text = 'rtsp://viewer:hush@camera/1';
const shut = expect.objectContaining({
  code: 'internal',
  message: 'a sealed value cannot be opened',
});

test.each([text, '', 'Tür \u{1f6aa}'])('%j is opened again as it was sealed', (value) => {
  expect(unseal(ring, camera, seal(ring, camera, value))).toBe(value);
});

test('a sealed value does not show, and never looks the same twice', () => {
  const sealed = seal(ring, camera, text);
  expect(Buffer.from(sealed.split('.')[1] ?? '', 'base64url').toString()).not.toContain('hush');
  expect(seal(ring, camera, text)).not.toBe(sealed);
});

// The store outlives the bridge that wrote it: in another form it could not be read any more.
test('it is AES-256-GCM, under a key of the root and the context, bound to the context', () => {
  const [kid, body = ''] = seal(ring, camera, text).split('.');
  expect(kid).toBe('known-root');
  const bytes = Buffer.from(body, 'base64url');
  const extracted = createHmac('sha256', Buffer.alloc(32)).update(root).digest();
  const info = [`casement seal ${camera}`, Uint8Array.of(1)] as const;
  const key = createHmac('sha256', extracted).update(info[0]).update(info[1]).digest();
  const open = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
  open.setAAD(Buffer.from(camera)).setAuthTag(bytes.subarray(-16));
  const opened = Buffer.concat([open.update(bytes.subarray(12, -16)), open.final()]);
  expect(opened.toString()).toBe(text);
});

test('it opens for its own context only, and by its own root', () => {
  const sealed = seal(ring, camera, text);
  expect(() => unseal(ring, newCameraId(), sealed)).toThrow(shut);
  expect(() => unseal(fresh, camera, sealed)).toThrow(shut);
  const changed: KeyRing = { ...ring, sealing: [...fresh.sealing, ...ring.sealing] };
  expect(unseal(changed, camera, sealed)).toBe(text);
  expect(seal(changed, camera, text)).toMatch(new RegExp(`^${fresh.sealing[0].kid}\\.`));
});

test('of a key that is not known the ring looks again; of one that is it does not', () => {
  const sealing: [SharedKey, ...SharedKey[]] = [...ring.sealing];
  let looks = 0;
  const later: KeyRing = {
    ...ring,
    sealing,
    lookAgain() {
      looks += 1;
      sealing.push(fresh.sealing[0]);
    },
  };
  expect(unseal(later, camera, seal(ring, camera, text))).toBe(text);
  expect(looks).toBe(0);
  expect(unseal(later, camera, seal(fresh, camera, text))).toBe(text);
  expect(looks).toBe(1);
});

test('altered anywhere, cut short or made up it does not open', () => {
  const sealed = seal(ring, camera, text);
  const bytes = Buffer.from(sealed.slice('known-root.'.length), 'base64url');
  const again = (body: Uint8Array) => `known-root.${Buffer.from(body).toString('base64url')}`;
  for (const at of bytes.keys()) {
    const altered = Buffer.from(bytes);
    altered[at] = (altered[at] ?? 0) ^ 1;
    expect(() => unseal(ring, camera, again(altered))).toThrow(shut);
    expect(() => unseal(ring, camera, again(bytes.subarray(0, at)))).toThrow(shut);
  }
  for (const made of [
    '',
    '.',
    'known-root',
    'known-root.',
    `known-root${sealed}`,
    sealed.slice(1),
  ]) {
    expect(() => unseal(ring, camera, made)).toThrow(shut);
  }
});
