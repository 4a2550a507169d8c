/** @takes 19 s */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createWebRtcEngine } from './engine.ts';
import type { Peer, PeerEnd, WebRtcEngine } from './peer.ts';
import { openTestCameras } from './testing/camera.ts';
import type { TestCamera, TestCameras } from './testing/camera.ts';
import { openDisplay } from './testing/display.ts';
import type { Display } from './testing/display.ts';
import { until } from '../../../workshop/until.ts';

let cameras: TestCameras;
let engine: WebRtcEngine;
let display: Display;
const camera = new Map<string, TestCamera>();
beforeAll(async () => {
  cameras = openTestCameras();
  for (const name of ['birch/garden', 'birch/front-door', 'harbour/front-door']) {
    camera.set(name, cameras.camera(name));
  }
  engine = await createWebRtcEngine({ udpPort: 0, connectTimeoutMs: 10_000, maxPeers: 8 });
  display = await openDisplay();
});
afterAll(async () => {
  await display.close();
  await engine.close();
  await cameras.close();
});

interface Shown {
  readonly peer: Peer;
  readonly ends: PeerEnd[];
}

async function connect(reads: string, offer?: string, admit = (): void => {}): Promise<Shown> {
  const watched = camera.get(reads);
  if (!watched) throw new Error(`no camera ${reads}`);
  const ends: PeerEnd[] = [];
  const { feed, tracks } = watched;
  const onEnd = (reason: PeerEnd): void => void ends.push(reason);
  const peer = await engine.connect({
    feed,
    tracks,
    since: 0,
    ...(offer && { offer }),
    admit,
    onEnd,
  });
  return { peer, ends };
}

async function show(
  name: string,
  reads: string,
  order: readonly ('video' | 'audio' | 'data')[] = ['video', 'audio'],
  admit?: () => void,
): Promise<Shown> {
  const shown = await connect(reads, await display.offer(name, order), admit);
  await display.answered(name, shown.peer.sdp);
  return shown;
}

test('the display offers: it shows the camera, with sound, until it hangs up', async () => {
  const { ends } = await show('plain', 'birch/garden');
  const sight = await display.until('plain', (seen) => seen.reads !== '' && seen.audioPackets > 25);
  expect(sight.reads).toBe('birch/garden');
  expect(sight.firstMs).toBeGreaterThan(0);
  await display.hangUp('plain');
  await until(() => ends.length > 0);
  expect(ends).toEqual(['closed']);
});

test('the bridge offers: the same', async () => {
  const { peer } = await connect('harbour/front-door');
  peer.accept(await display.answer('ours', peer.sdp));
  const sight = await display.until('ours', (seen) => seen.reads !== '' && seen.audioPackets > 25);
  expect(sight.reads).toBe('harbour/front-door');
  peer.end();
});

test.each([
  ['sound first', ['audio', 'video'], 'birch/garden', true],
  ['video only', ['video'], 'birch/garden', false],
  ['with a data channel', ['data', 'audio', 'video'], 'birch/garden', true],
  ['two videos', ['video', 'video', 'audio'], 'birch/garden', true],
  ['AAC, which WebRTC does not know', ['audio', 'video'], 'birch/front-door', false],
] as const)('%s', async (name, order, reads, sound) => {
  const { peer } = await show(name, reads, order);
  const sight = await display.until(name, (seen) => {
    return seen.reads !== '' && (!sound || seen.audioPackets > 10);
  });
  expect([sight.reads, sight.audioPackets > 0]).toEqual([reads, sound]);
  peer.end();
});

/** What of an offer is left where its display knows H.264 in one packetization-mode alone. */
function onlyMode(offer: string, mode: '0' | '1'): string {
  const others = [...offer.matchAll(/^a=fmtp:(\d+) .*packetization-mode=([01])/gm)];
  const gone = new Set(others.filter(([, , found]) => found !== mode).map(([, number]) => number));
  const lines = offer.split('\r\n').map((line) => {
    if (!line.startsWith('m=video')) return line;
    return line
      .split(' ')
      .filter((word, at) => at < 3 || !gone.has(word))
      .join(' ');
  });
  const kept = lines.filter(
    (line) => !gone.has(/^a=(?:rtpmap|fmtp|rtcp-fb):(\d+)/.exec(line)?.[1]),
  );
  return kept.join('\r\n');
}

test('a display that knows packetization-mode 0 alone shows the camera, large pictures too', async () => {
  const offer = onlyMode(await display.offer('mode 0', ['video']), '0');
  expect(offer).not.toContain('packetization-mode=1');
  const { peer } = await connect('birch/garden', offer);
  expect(peer.sdp).toContain('packetization-mode=0');
  await display.answered('mode 0', peer.sdp);
  const { reads } = await display.until('mode 0', (seen) => seen.reads !== '');
  expect(reads).toBe('birch/garden');
  peer.end();
});

test('two displays at once, each its own camera', async () => {
  const [one, two] = [await show('one', 'birch/garden'), await show('two', 'harbour/front-door')];
  const shows = async (name: string): Promise<string> =>
    (await display.until(name, (seen) => seen.reads !== '')).reads;
  expect([await shows('one'), await shows('two')]).toEqual(['birch/garden', 'harbour/front-door']);
  one.peer.end();
  two.peer.end();
});

test.each(['end', 'refused'] as const)('no picture after it was over: %s', async (how) => {
  let allowed = true;
  const { peer, ends } = await show(how, 'birch/garden', ['video'], () => {
    if (!allowed) throw new Error('handed over');
  });
  await display.until(how, (seen) => seen.frames > 5);
  if (how === 'end') peer.end();
  allowed = false;
  await until(() => ends.length > 0);
  await pause(300);
  const { frames } = await display.look(how);
  await pause(700);
  expect((await display.look(how)).frames).toBe(frames);
  expect(ends).toEqual([how === 'end' ? 'closed' : 'refused']);
});
