import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { newCameraId } from './ids.ts';
import { openKeyRing } from './keyring.ts';
import { seal, unseal } from './seal.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'casement-'));
  file = join(folder, 'data', 'keys.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a key ring is made once, for its owner only, and read again as it was', () => {
  const made = openKeyRing(file);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const again = openKeyRing(file);
  expect(again.signing[0].kid).toBe(made.signing[0].kid);
  const text = 'rtsp://viewer:hush@camera/1';
  const camera = newCameraId();
  expect(unseal(again, camera, seal(made, camera, text))).toBe(text);
});

test('a key file that others can read is refused, by name', () => {
  openKeyRing(file);
  chmodSync(file, 0o640);
  expect(() => openKeyRing(file)).toThrow(/keys\.json can be read by others/);
});

test('a damaged key file is refused without quoting it', () => {
  openKeyRing(file);
  const half = readFileSync(file, 'utf8').slice(0, 400);
  writeFileSync(file, half);
  expect(() => openKeyRing(file)).toThrow(/keys\.json is damaged/);
});

test('a sealed value opens for its own context only, and not when altered', () => {
  const ring = openKeyRing(file);
  const camera = newCameraId();
  const sealed = seal(ring, camera, 'rtsp://viewer:hush@camera/1');
  expect(sealed).not.toContain('hush');
  expect(seal(ring, camera, 'rtsp://viewer:hush@camera/1')).not.toBe(sealed);
  expect(() => unseal(ring, newCameraId(), sealed)).toThrow(/cannot be opened/);
  const at = sealed.length - 10;
  const altered = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1);
  expect(() => unseal(ring, camera, altered)).toThrow(/cannot be opened/);
  expect(() => unseal(ring, camera, '')).toThrow(/cannot be opened/);
});
