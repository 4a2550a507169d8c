/** Cameras that are reached, and of which nothing can be shown. */
import type { Socket } from 'node:net';
import { burst, usualSdp } from '../../../pictures/cameras/rtsp/testing/scripted-camera.ts';
import {
  answering,
  type BrokenCamera,
  notReady,
  offline,
  scripted,
  source,
  unavailable,
  unplayable,
} from './broken-camera.ts';

const middle = (): Buffer => burst({ from: 3, count: 9 });
const sdpOf = (line: string): string =>
  usualSdp.replace('a=rtpmap:96 H264/90000', `a=rtpmap:96 ${line}`);

/** All but the last packet of a key picture. */
function tornKey(): Buffer {
  const whole = burst({ count: 1 });
  let at = 0;
  while (at + 4 + whole.readUInt16BE(at + 2) < whole.length) at += 4 + whole.readUInt16BE(at + 2);
  return Buffer.concat([whole.subarray(0, at), middle()]);
}

/** Sends the same again and again, as long as it is listened to. */
const again =
  (what: () => Buffer) =>
  (socket: Socket): void => {
    socket.write(what());
    const timer = setInterval(() => socket.write(what()), 500);
    socket.once('close', () => clearInterval(timer));
  };

export const unplayableCameras: readonly BrokenCamera[] = [
  {
    name: 'says that it plays and sends nothing',
    code: 'silent',
    google: offline,
    start: scripted({ play: () => undefined }),
  },
  {
    name: 'SRTP by its description',
    code: 'srtp',
    google: notReady,
    start: scripted({
      sdp: usualSdp.replace('RTP/AVP 96', 'RTP/SAVP 96\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 x'),
    }),
  },
  {
    name: '?enableSrtp as a vendor’s page appends it',
    code: 'srtp',
    google: notReady,
    start: scripted({ play: (socket) => socket.write(middle()) }, (url) =>
      source(`${url}?enableSrtp`),
    ),
  },
  {
    name: 'nothing at this path',
    code: 'no-such-stream',
    google: notReady,
    start: scripted({ reply: answering('DESCRIBE', 404) }),
  },
  {
    name: 'only H.265',
    code: 'only-h265',
    google: unplayable,
    start: scripted({ sdp: sdpOf('H265/90000') }),
  },
  {
    name: 'only MJPEG',
    code: 'only-mjpeg',
    google: unplayable,
    start: scripted({ sdp: 'v=0\r\nm=video 0 RTP/AVP 26\r\na=control:v' }),
  },
  {
    name: 'only sound',
    code: 'no-video',
    google: unplayable,
    start: scripted({ sdp: 'v=0\r\nm=audio 0 RTP/AVP 0\r\na=control:a' }),
  },
  {
    name: 'only MPEG-4 Visual',
    code: 'no-video',
    google: unplayable,
    start: scripted({ sdp: sdpOf('MP4V-ES/90000') }),
  },
  {
    name: '461 to every transport',
    code: 'no-transport',
    google: unavailable,
    start: scripted({ reply: answering('SETUP', 461) }),
  },
  {
    name: 'UDP from ports it does not name',
    code: 'no-transport',
    google: unavailable,
    start: scripted(
      {
        reply: ({ method }, usual) =>
          method === 'SETUP'
            ? {
                status: 200,
                headers: { Session: 'a', Transport: 'RTP/AVP;unicast;client_port=1-2' },
              }
            : usual,
      },
      (url) => source(url, { transport: 'udp' }),
    ),
  },
  {
    name: 'pictures, and no key picture',
    code: 'no-key-picture',
    google: unavailable,
    start: scripted({ play: again(middle) }),
  },
  {
    name: 'key pictures, none of them whole',
    code: 'damaged',
    google: unavailable,
    start: scripted({ play: again(tornKey) }),
  },
  {
    name: 'answers 500',
    code: 'status',
    google: unavailable,
    start: scripted({ reply: answering('DESCRIBE', 500) }),
  },
  {
    name: 'answers 454 to PLAY',
    code: 'status',
    google: unavailable,
    start: scripted({ reply: answering('PLAY', 454) }),
  },
  {
    name: 'answers what is no RTSP',
    code: 'malformed',
    google: unavailable,
    start: scripted({ reply: () => Buffer.from(`RTSP/1.0 200 OK\r\n${'x'.repeat(20_000)}`) }),
  },
];
