/** A hostile camera: its answers, its SDP and its RTP, on a real socket before the real client. */
import fc from 'fast-check';
import {
  scriptedCamera,
  usualSdp,
} from '../../../../pictures/cameras/rtsp/testing/scripted-camera.ts';
import { watching } from '../../../../pictures/cameras/rtsp/testing/watching.ts';
import { until } from '../../../until.ts';
import { byteEdits } from '../damage.ts';
import { watchHere } from '../here.ts';
import { hostileCameras, type HostileScript } from '../hostile-camera.ts';
import { edited, lineEdits } from '../lines.ts';
import { mediaOf, packetEdit } from '../rtp-media.ts';
import type { Target } from '../target.ts';

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
const timeoutMs = 5_000;

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
          const { source, video, log } = watching(url, { backoff: never }, { transport: 'tcp' });
          source.ready().catch(() => undefined);
          try {
            await until(() => log.some(({ event }) => event === 'rtsp-lost'), timeoutMs);
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
          const { source, video } = watching(camera.url, {}, { transport: 'tcp' });
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
