/** No new test waits for a fixed time: what can be waited for is waited for (`until`, `settled`). */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { projectRoot } from '../../common/project-root.ts';

/**
 * Those that wait so. Most show that something does NOT happen meanwhile, or that time itself does something;
 * the others are still to be mended. A file that waits no more is taken off.
 */
const known: readonly string[] = [
  'edge/assistants/in-parallel.test.ts',
  'edge/http/app.test.ts',
  'edge/http/body.test.ts',
  'pictures/cameras/rtsp/lifecycle.test.ts',
  'pictures/cameras/rtsp/recognition.test.ts',
  'pictures/cameras/rtsp/transport.test.ts',
  'pictures/streams/hls/packager.test.ts',
  'pictures/streams/webrtc/browser.test.ts',
  'pictures/streams/webrtc/engine.test.ts',
  'pictures/streams/webrtc/outbox.test.ts',
  'simulator/camera/listener.test.ts',
  'simulator/camera/misbehave.test.ts',
  'simulator/camera/pacer.test.ts',
  'simulator/camera/simulate.test.ts',
  'tripwire/patrol.test.ts',
  'tripwire/wires.test.ts',
  'workshop/end-to-end/audit.test.ts',
  'workshop/end-to-end/before/corrected.test.ts',
  'workshop/end-to-end/before/forged-media.test.ts',
  'workshop/end-to-end/before/fresh-right.test.ts',
  'workshop/end-to-end/pinning.test.ts',
  'workshop/end-to-end/revocation.test.ts',
  'workshop/end-to-end/secrets.test.ts',
  'workshop/end-to-end/switch.test.ts',
  'workshop/end-to-end/tripwire.test.ts',
  'workshop/end-to-end/watch.alone.test.ts',
  'workshop/proof/proxy/proxy.test.ts',
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
