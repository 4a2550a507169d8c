import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { cameraSources, displayPlace } from './keyed-hash.ts';
import { openKeyRing } from './keyring.ts';

const folder = mkdtempSync(join(tmpdir(), 'casement-hash-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ring = openKeyRing(join(folder, 'one.json'));
const other = openKeyRing(join(folder, 'other.json'));

test('an address has one hash under one key ring, and another under another', () => {
  const place = displayPlace(ring)('192.0.2.1');
  expect(place).toMatch(/^[\w-]{43}$/);
  expect(displayPlace(ring)('192.0.2.1')).toBe(place);
  expect(displayPlace(ring)('192.0.2.2')).not.toBe(place);
  expect(displayPlace(other)('192.0.2.1')).not.toBe(place);
});

test('a camera has one hash however its URL is spelt and whatever its password', () => {
  const of = (rtsp: string) => cameraSources(ring)({ rtsp }).stream;
  const hash = of('rtsp://cam.example/main?channel=1');
  for (const same of [
    'rtsp://u:p@cam.example/main?channel=1',
    'rtsp://CAM.example.:554/main?channel=1',
  ])
    expect(of(same)).toBe(hash);
  for (const other of [
    'rtsp://cam.example/main?channel=2',
    'rtsp://cam.example:8554/main?channel=1',
  ])
    expect(of(other)).not.toBe(hash);
  expect(hash).toMatch(/^[\w-]{43}$/);
  const still = 'http://cam.example/still.jpg';
  expect(cameraSources(ring)({ rtsp: 'rtsp://cam.example/', still }).still).toMatch(/^[\w-]{43}$/);
});
