/** @takes 20 s */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  GenericNack,
  H264RtpPayload,
  PictureLossIndication,
  RtcpPacketConverter,
  RtcpPayloadSpecificFeedback,
  RtcpSourceDescriptionPacket,
  RtcpSrPacket,
  RtcpTransportLayerFeedback,
} from 'werift-rtp';
import type { AudioTrack } from '../../media/unit.ts';
import { Failure } from '../../../common/failures.ts';
import type { WebRtcEngine } from './peer.ts';
import type { TestCamera } from './testing/camera.ts';
import { openHouse } from './testing/house.ts';
import type { House } from './testing/house.ts';
import { settled } from './testing/settled.ts';
import { until } from '../../../workshop/until.ts';

/** Waits until the camera has filmed so many more pictures: long enough for what must not happen. */
async function filmed(camera: TestCamera, count: number): Promise<void> {
  let more = -Infinity;
  const stop = camera.feed.watch((unit) => void (unit.kind === 'video' && (more += 1)));
  // What is replayed came before.
  more = 0;
  await until(() => more >= count);
  stop();
}

let house: House;
let engine: WebRtcEngine;
beforeEach(async () => {
  house = openHouse();
  engine = await house.engine();
});
afterEach(() => house.close());

test('the GOP so far is sent at once: the first picture is a key one, then all in order', async () => {
  const camera = await house.warm('birch/garden');
  const kept: number[] = [];
  camera.feed.watch((unit) => unit.kind === 'video' && kept.push(unit.nals.length))();
  camera.paused = true;
  const watching = await house.watch(engine, camera);
  const { display } = watching;
  const pictures = (): number => display.video.filter((packet) => packet.header.marker).length;
  await until(() => pictures() >= kept.length);
  const [sps, pps, idr] = display.video.map((packet) => packet.payload);
  expect([sps, pps].map((payload) => (payload?.[0] ?? 0) & 0x1f)).toEqual([7, 8]);
  expect(H264RtpPayload.deSerialize(idr ?? Buffer.alloc(0)).isKeyframe).toBe(true);
  const sequences = display.video.map((packet) => packet.header.sequenceNumber);
  expect(sequences).toEqual(sequences.map((_, index) => ((sequences[0] ?? 0) + index) & 0xffff));
  expect(Math.max(...display.video.map((packet) => packet.serialize().length))).toBeLessThan(1201);
  await settled(pictures);
  expect(pictures()).toBe(kept.length);
});

test('every unit passes the delivery check before it is sent, replayed ones too', async () => {
  const camera = await house.warm('birch/garden');
  let replayed = 0;
  camera.feed.watch((unit) => unit.kind === 'video' && (replayed += 1))();
  camera.paused = true;
  const watching = await house.watch(engine, camera);
  await until(() => watching.admitted.length >= replayed);
  expect(watching.admitted.every(({ stamp }) => stamp === camera.feed.stamp)).toBe(true);
});

test('when the delivery check throws, nothing of the unit is sent and the peer is refused', async () => {
  const camera = await house.warm('birch/garden');
  const allowed = 6;
  // Asked for each packet of a picture.
  const units = new Set<object>();
  const watching = await house.watch(engine, camera, {
    admit(unit) {
      units.add(unit);
      if (units.size > allowed) throw new Failure('forbidden', 'a foreign stamp');
    },
  });
  await until(() => watching.ends.length > 0);
  await filmed(camera, 6);
  expect(watching.ends).toEqual(['refused']);
  expect(units.size).toBe(allowed + 1);
  const marks = watching.display.video.filter((packet) => packet.header.marker).length;
  expect(marks + new Set(watching.display.audio.map((p) => p.header.timestamp)).size).toBe(allowed);
  watching.peer.end();
  expect(watching.ends).toEqual(['refused']);
});

test('a check that refuses the first unit lets no packet out', async () => {
  const camera = await house.warm('birch/garden');
  const refuse = (): never => {
    throw new Failure('forbidden', 'a foreign stamp');
  };
  const watching = await house.watch(engine, camera, { admit: refuse });
  await until(() => watching.ends.length > 0);
  await filmed(camera, 3);
  expect(watching.display.video).toEqual([]);
  expect(watching.display.audio).toEqual([]);
});

test('after end() nothing is asked of the feed and no packet comes', async () => {
  const camera = await house.warm('birch/garden');
  const watching = await house.watch(engine, camera);
  await watching.playing();
  watching.peer.end();
  const asked = watching.admitted.length;
  expect(watching.ends).toEqual(['closed']);
  const { video, audio, control } = watching.display;
  const counts = (): number => video.length + audio.length + control.length;
  await settled(counts); // what was on its way before
  const before = counts();
  await filmed(camera, 9);
  expect(counts()).toBe(before);
  expect(watching.admitted.length).toBe(asked);
  watching.peer.end();
  expect(watching.ends).toEqual(['closed']);
});

test('a lost packet is sent again, and only while the delivery check allows it', async () => {
  const camera = await house.warm('birch/garden');
  let [allowed, asked] = [true, 0];
  const watching = await house.watch(engine, camera, {
    admit() {
      asked += 1;
      if (!allowed) throw new Failure('forbidden', 'handed over');
    },
  });
  const { display } = watching;
  await until(() => display.video.length > 20);
  camera.paused = true;
  await settled(() => asked);
  const before = asked;
  const lost = [display.video[3]?.header.sequenceNumber ?? 0];
  const feedback = new GenericNack({ senderSsrc: 1, mediaSourceSsrc: display.ssrc(), lost });
  const nack = new RtcpTransportLayerFeedback({ feedback }).serialize();
  display.ask(nack);
  await until(() => asked > before);
  expect(watching.ends).toEqual([]);
  allowed = false;
  display.ask(nack);
  await until(() => watching.ends.length > 0);
  expect([asked, watching.ends]).toEqual([before + 2, ['refused']]);
});

test('a display that lost the picture gets the GOP again, later on the clock', async () => {
  const camera = await house.warm('birch/garden');
  const { display, peer, admitted } = await house.watch(engine, camera);
  await until(() => display.video.length > 20);
  camera.paused = true;
  await settled(() => display.video.length);
  const before = display.video.length;
  const pli = new RtcpPayloadSpecificFeedback({
    feedback: new PictureLossIndication({ senderSsrc: 1, mediaSsrc: display.ssrc() }),
  }).serialize();
  // As a display does: until it is heard, which is twice a second at most.
  const asked = admitted.length;
  await until(() => {
    if (admitted.length > asked) return true;
    display.ask(pli);
    display.ask(pli);
    return false;
  });
  await settled(() => display.video.length);
  const again = display.video.slice(before);
  expect((again[0]?.payload[0] ?? 0) & 0x1f).toBe(7);
  const keys = again.filter(({ payload }) => ((payload[0] ?? 0) & 0x1f) === 7);
  expect(keys).toHaveLength(1);
  const ticks = display.video.map(({ header }) => header.timestamp);
  const steps = ticks.slice(1).map((tick, index) => (tick - (ticks[index] ?? 0)) >>> 0);
  expect(steps.every((step) => step < 2 ** 31)).toBe(true);
  peer.end();
});

test('sound of the present is sent, none of the past, with reports on one clock', async () => {
  const camera = await house.warm('birch/garden');
  const { display } = await house.watch(engine, camera);
  await until(() => display.audio.length > 40);
  expect(display.audio.every(({ payload }) => payload.length === 320)).toBe(true);
  const ticks = display.audio.map(({ header }) => header.timestamp);
  expect(ticks).toEqual(ticks.map((_, index) => ((ticks[0] ?? 0) + index * 320) >>> 0));
  const reports = display.control.flatMap((bytes) => RtcpPacketConverter.deSerialize(bytes));
  const senders = reports.filter((report) => report instanceof RtcpSrPacket);
  expect(new Set(senders.map(({ ssrc }) => ssrc)).size).toBe(2);
  const names = reports.filter((report) => report instanceof RtcpSourceDescriptionPacket);
  expect(new Set(names.map(({ chunks }) => chunks[0]?.items[0]?.text)).size).toBe(1);
});

test('sound of another kind, as of a camera that was set up anew, is not sent', async () => {
  const camera = await house.warm('birch/garden');
  let isOther = false;
  let others = 0;
  const { feed } = camera;
  const set = { codec: 'aac', sampleRate: 8000, channels: 1, config: Uint8Array.of(0x15, 0x88) };
  const mixed: TestCamera['feed'] = {
    ...feed,
    watch: (listener) =>
      feed.watch((unit) => {
        if (unit.kind === 'video' || !isOther) return listener(unit);
        others += 1;
        listener({ ...unit, track: set as AudioTrack });
      }),
  };
  const { display } = await house.watch(engine, { ...camera, feed: mixed });
  await until(() => display.audio.length > 0);
  isOther = true;
  await until(() => others > 0);
  const before = display.audio.length;
  const pictures = display.video.length;
  await until(() => others > 20 && display.video.length > pictures + 10);
  expect(display.audio.length - before).toBeLessThanOrEqual(1);
});
