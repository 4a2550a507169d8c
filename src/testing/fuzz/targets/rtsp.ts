/** A hostile camera: its answers, its SDP and its RTP, on a real socket before the real client. */
import fc from 'fast-check';
import { pack, pictures, rtpBytes, shippedClip } from '../../../cameras/rtsp/testing/h264.ts';
import {
  interleaved,
  scriptedCamera,
  usualSdp,
} from '../../../cameras/rtsp/testing/scripted-camera.ts';
import { until, watching } from '../../../cameras/rtsp/testing/watching.ts';
import { byteEdits, damaged, type ByteEdit } from '../damage.ts';
import { watchHere } from '../here.ts';
import { hostileCameras, type HostileScript } from '../hostile-camera.ts';
import { edited, lineEdits } from '../lines.ts';
import type { Target } from '../target.ts';

/** The first pictures of a real clip, packet by packet. */
const packets = pictures(shippedClip())
  .slice(0, 4)
  .flatMap((nals, index) =>
    pack(nals).map(({ marker, payload }) => ({ marker, payload, timestamp: index * 6_000 })),
  )
  .map((fields, index) => rtpBytes({ ...fields, sequence: 65_530 + index, ssrc: 1 }));

const aac = rtpBytes({
  sequence: 1,
  timestamp: 1,
  payload: Buffer.from('0010ffff01020304', 'hex'),
  payloadType: 97,
});
const report = Buffer.from('80c80006000000011234567800000000000000000000000000000000', 'hex');

type PacketEdit =
  | { readonly do: 'bytes'; readonly at: number; readonly edits: readonly ByteEdit[] }
  | { readonly do: 'drop'; readonly at: number }
  | { readonly do: 'repeat'; readonly at: number }
  | { readonly do: 'sound'; readonly at: number }
  | { readonly do: 'report'; readonly at: number }
  | { readonly do: 'channel'; readonly at: number; readonly channel: number }
  | { readonly do: 'head'; readonly at: number; readonly place: number; readonly value: number };

const at = fc.nat(500);
const packetEdit: fc.Arbitrary<PacketEdit> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('bytes' as const), at, edits: byteEdits }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('head' as const),
      at,
      place: fc.nat(15),
      value: fc.nat(255),
    }),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        fc.constantFrom<('drop' | 'repeat' | 'sound' | 'report')[]>(
          'drop',
          'repeat',
          'sound',
          'report',
        ),
        at,
      )
      .map(([what, place]): PacketEdit => ({ do: what, at: place })),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('channel' as const), at, channel: fc.nat(255) }),
  },
);

/** The clip as interleaved frames, with something done to some of them. */
function mediaOf(edits: readonly PacketEdit[], bytes: readonly ByteEdit[]): Buffer {
  const frames = packets.map((packet) => ({ channel: 0, packet }));
  for (const edit of edits) {
    const place = edit.at % Math.max(1, frames.length);
    const frame = frames[place];
    if (frame === undefined) continue;
    if (edit.do === 'drop') frames.splice(place, 1);
    else if (edit.do === 'repeat') frames.splice(place, 0, frame);
    else if (edit.do === 'sound') frames.splice(place, 0, { channel: 2, packet: aac });
    else if (edit.do === 'report') frames.splice(place, 0, { channel: 1, packet: report });
    else if (edit.do === 'channel') frames[place] = { ...frame, channel: edit.channel };
    else if (edit.do === 'bytes')
      frames[place] = { ...frame, packet: damaged(frame.packet, edit.edits) };
    else {
      const packet = Buffer.from(frame.packet);
      if (edit.place < packet.length) packet.writeUInt8(edit.value, edit.place);
      frames[place] = { ...frame, packet };
    }
  }
  return damaged(
    Buffer.concat(frames.map(({ channel, packet }) => interleaved(channel, packet))),
    bytes,
  );
}

const oddHeaders = fc.constantFrom(
  'Session: ;timeout=-1',
  `Session: ${'x'.repeat(9_000)}`,
  'Content-Length: 99999999999',
  'Content-Length: -1',
  'CSeq: 0',
  'Transport: RTP/AVP/TCP;interleaved=300-301',
  'Transport: RTP/AVP;unicast;server_port=0-0;source=::',
  'Content-Base: rtsp://[::',
  'WWW-Authenticate: Digest realm="x", nonce="',
  'RTP-Info: url=;seq=99999999;rtptime=-1',
  'Range: npt=now-',
  '__proto__: x',
  ': x',
  ' folded',
);

const scripts: fc.Arbitrary<HostileScript> = fc
  .record({
    sdp: fc.oneof(
      { weight: 2, arbitrary: fc.constant(usualSdp) },
      { weight: 3, arbitrary: lineEdits.map((edits) => edited(usualSdp, edits)) },
    ),
    answers: fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(byteEdits, { maxLength: 5 }) },
    ),
    headers: fc.oneof(
      { weight: 4, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(oddHeaders, { minLength: 1, maxLength: 2 }) },
    ),
    edits: fc.array(packetEdit, { maxLength: 8 }),
    bytes: byteEdits,
  })
  .map(({ edits, bytes, ...rest }) => ({ ...rest, media: mediaOf(edits, bytes) }));

/** An hour: nothing is tried twice. */
const never = { firstMs: 3_600_000, maxMs: 3_600_000 };
const patienceMs = 5_000;

export const rtsp: Target<HostileScript> = {
  name: 'rtsp',
  abreast: 24,
  async open() {
    const here = watchHere();
    const hostile = await hostileCameras();
    return {
      inputs: scripts,
      bench: {
        async attempt(script) {
          const url = hostile.url(script);
          const { source, video, log } = watching(url, { backoff: never }, 'tcp');
          source.ready().catch(() => undefined);
          try {
            await until(() => log.some(({ event }) => event === 'rtsp-lost'), patienceMs);
          } catch {
            return 'the connection did not end';
          } finally {
            await source.close();
            hostile.forget(url);
          }
          if (JSON.stringify(log).includes('hunter2')) return 'a password in the log';
          const torn = video.some(({ key, nals }) => nals.length === 0 || (key && nals.length < 3));
          return torn ? 'a picture that is none' : undefined;
        },
        async serves() {
          const camera = await scriptedCamera();
          const { source, video } = watching(camera.url, {}, 'tcp');
          try {
            await until(() => video.length > 30);
          } finally {
            await source.close();
            await camera.close();
          }
        },
        health: () => here.health(),
        describe: (script) =>
          JSON.stringify({ ...script, media: script.media.toString('base64') }).slice(0, 3_000),
        async close() {
          here.stop();
          await hostile.close();
        },
      },
    };
  },
};
