/** Cameras that deviate a little from what is written play all the same, as with the programs that everybody uses. */
import { expect, test } from '@jest/globals';
import { bench } from './testing/bench.ts';
import { pack, pictures, rtpBytes, shippedClip } from '../../media/testing/h264.ts';
import { interleaved } from '../../media/rtsp/interleaved.ts';
import {
  burst,
  type Reply,
  type Request,
  type Script,
  usualSdp,
} from './testing/scripted-camera.ts';
import { until } from '../../../workshop/until.ts';

const { camera, watch } = bench();
const clip = pictures(shippedClip());

/** Answers in other spelling. */
const spelt = (change: (head: string) => string): Script => ({
  reply({ method, headers }, usual, socket): Reply {
    if (usual === undefined || Buffer.isBuffer(usual)) return usual;
    const { status, headers: extra = {}, body = '' } = usual;
    const all = { CSeq: headers.get('cseq'), ...extra, 'Content-Length': body.length };
    const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
    if (method === 'PLAY') setImmediate(() => socket.write(burst()));
    const head = change(['RTSP/1.0 200 OK', ...lines].join('\r\n'));
    expect(status).toBe(200);
    return Buffer.from(`${head}\r\n\r\n${body}`);
  },
});

/** One that wants to be asked for its OPTIONS first on each connection. */
function ceremonious(): Script {
  const greeted = new Set<number>();
  return {
    reply({ method, connection }: Request, usual) {
      if (method === 'OPTIONS') greeted.add(connection);
      return method === 'DESCRIBE' && !greeted.has(connection) ? { status: 455 } : usual;
    },
  };
}

interface Sent {
  readonly marker: boolean;
  readonly payload: Buffer;
}

/** Packets that are changed picture by picture; each takes a number of its own, or that of the one before. */
const sent = (
  change: (packets: readonly Sent[]) => readonly (Sent & { same?: true })[],
): Script => ({
  play(socket) {
    let sequence = 1_000;
    for (const [index, nals] of clip.entries()) {
      for (const { marker, payload, same } of change(pack(nals))) {
        if (same !== true) sequence += 1;
        const packet = { sequence, timestamp: index * 6_000, marker, ssrc: 1, payload };
        socket.write(interleaved(0, rtpBytes(packet)));
      }
    }
  },
});

test.each<[string, Script]>([
  ['blanks in the first line of answers', spelt((head) => head.replace(' 200 ', '  200  '))],
  ['lines that are no header', spelt((head) => `${head}\r\nnonsense\r\n: nothing`)],
  ['OPTIONS wanted first', ceremonious()],
  [
    'it hangs up when its audio is set up',
    {
      reply({ method, uri }, usual, socket) {
        if (method !== 'SETUP' || !uri.endsWith('/a')) return usual;
        socket.destroy();
        return undefined;
      },
    },
  ],
  [
    'its audio is set up in no way that makes sense',
    {
      reply({ method, uri }, usual) {
        if (method !== 'SETUP' || !uri.endsWith('/a')) return usual;
        return { status: 200, headers: { Session: 'abc', Transport: 'carrier pigeon' } };
      },
    },
  ],
  [
    'it says what is no RTSP when its audio is set up',
    {
      reply({ method, uri }, usual) {
        const isAudio = method === 'SETUP' && uri.endsWith('/a');
        return isAudio ? Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n') : usual;
      },
    },
  ],
  [
    '100 before the answer',
    {
      reply({ headers }, usual, socket) {
        socket.write(`RTSP/1.0 100 Continue\r\nCSeq: ${headers.get('cseq')}\r\n\r\n`);
        return usual;
      },
    },
  ],
  ['a blank in rtpmap', { sdp: usualSdp.replace('rtpmap:96 ', 'rtpmap: 96\t') }],
  ['no rate in rtpmap', { sdp: usualSdp.replace('H264/90000', 'H264') }],
  ['indented lines', { sdp: usualSdp.replaceAll('\r\n', '\r\n ') }],
  [
    'each packet twice',
    sent((all) => all.flatMap((one) => [one, { ...one, same: true as const }])),
  ],
  ['the marker on each packet', sent((all) => all.map((one) => ({ ...one, marker: true })))],
  [
    'packets without payload between pictures',
    sent((all) => [...all, { marker: false, payload: Buffer.alloc(0) }]),
  ],
  [
    'no end bit in fragments',
    sent((all) =>
      all.map(({ marker, payload }) => {
        const copy = Buffer.from(payload);
        if (((copy[0] ?? 0) & 0x1f) === 28) copy[1] = (copy[1] ?? 0) & ~0x40;
        return { marker, payload: copy };
      }),
    ),
  ],
])('%s', async (_, script) => {
  const one = await camera(script);
  const { source, video } = watch(one.url);
  await source.ready();
  // The last one waits for another to begin, where nobody knows yet what the marker says.
  await until(() => video.length >= clip.length - 1);
});
