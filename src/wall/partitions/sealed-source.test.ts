import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { removeFolder, scratchFolder } from '../../workshop/testing/scratch-folder.ts';
import { newCameraId } from '../../identity/ids.ts';
import { openKeyRing, type KeyRing } from '../../identity/keyring.ts';
import { seal, unseal } from '../../identity/seal.ts';
import type { SourceSettings } from './camera-address.ts';
import { openSource, sealSource } from './sealed-source.ts';

const folder = scratchFolder('sealed-source');
afterAll(() => removeFolder(folder));
let ring: KeyRing;
beforeAll(() => {
  ring = openKeyRing(join(folder, 'keys.json'));
});

const camera = newCameraId();
const rtsp = 'rtsp://viewer:hush@camera/1';

test.each<SourceSettings>([
  { stream: rtsp, transport: 'auto', alwaysWarm: false },
  { stream: rtsp, transport: 'tcp', alwaysWarm: true },
  { stream: rtsp, transport: 'udp', alwaysWarm: false, still: 'http://camera/still.jpg' },
  { stream: rtsp, transport: 'tcp', alwaysWarm: false, onvif: 'http://camera/onvif' },
])('%j is opened as it was sealed, by its own camera alone', (settings) => {
  const sealed = sealSource(ring, camera, settings);
  expect(openSource(ring, camera, sealed)).toStrictEqual(settings);
  expect(() => openSource(ring, newCameraId(), sealed)).toThrow('cannot be opened');
});

test('the URL of a stream is kept under the name that older builds read', () => {
  const sealed = sealSource(ring, camera, { stream: rtsp, transport: 'tcp', alwaysWarm: false });
  expect(unseal(ring, camera, sealed)).toBe(
    `{"rtsp":"${rtsp}","transport":"tcp","alwaysWarm":false}`,
  );
});

test.each([
  {},
  { rtsp, transport: 'auto' },
  { rtsp, transport: '', alwaysWarm: true },
  { transport: 'auto', alwaysWarm: true },
  { rtsp, transport: 'auto', alwaysWarm: true, still: 1 },
  { rtsp, transport: 'auto', alwaysWarm: true, onvif: 1 },
])('%j is no address', (settings) => {
  expect(() => openSource(ring, camera, seal(ring, camera, JSON.stringify(settings)))).toThrow();
});
