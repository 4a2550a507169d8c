/** No new test waits for a fixed time: what can be waited for is waited for (`turn`, `until`, `settled`). */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { projectRoot } from '../project-root.ts';

/**
 * Those that wait so. Most show that something does NOT happen meanwhile, or that time itself does something;
 * the others are still to be mended. A file that waits no more is taken off.
 */
const known: readonly string[] = [
  'cameras/rtsp/lifecycle.test.ts',
  'cameras/rtsp/recognition.test.ts',
  'cameras/rtsp/transport.test.ts',
  'end-to-end/audit.test.ts',
  'end-to-end/before/corrected.test.ts',
  'end-to-end/before/forged-media.test.ts',
  'end-to-end/before/fresh-right.test.ts',
  'end-to-end/kill.test.ts',
  'end-to-end/pinning.test.ts',
  'end-to-end/revocation.test.ts',
  'end-to-end/secrets.test.ts',
  'end-to-end/switch.test.ts',
  'end-to-end/tripwire.test.ts',
  'end-to-end/watch.alone.test.ts',
  'fulfillment/in-parallel.test.ts',
  'http/app.test.ts',
  'http/body.test.ts',
  'lab/camera/listener.test.ts',
  'lab/camera/misbehave.test.ts',
  'lab/camera/pacer.test.ts',
  'lab/camera/simulate.test.ts',
  'lab/proxy/proxy.test.ts',
  'streams/hls/packager.test.ts',
  'streams/webrtc/browser.test.ts',
  'streams/webrtc/engine.test.ts',
  'streams/webrtc/outbox.test.ts',
  'tripwire/patrol.test.ts',
  'tripwire/tripwire.test.ts',
  'tripwire/wires.test.ts',
];

/** A sleep of 20 ms or more, by a number that stands there. */
const wait =
  /(?:\b(?:sleep|pause|settled|delay)\(|\bsetTimeout\((?:resolve|done|next), )(?:[2-9]\d|\d{3,}|\d+_\d+)\b/;

test('a test that waits for a fixed time is one of those that are known', () => {
  const found = readdirSync(join(projectRoot, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .filter((name) => wait.test(readFileSync(join(projectRoot, 'src', name), 'utf8')));
  expect(found.filter((name) => !known.includes(name))).toEqual([]);
  expect(known.filter((name) => !found.includes(name))).toEqual([]);
});
