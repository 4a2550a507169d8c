/** A camera on real sockets that sends by UDP, live, from ports that a test may send from as well. */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { pack, pictures, rtpBytes, shippedClip } from '../../../media/testing/h264.ts';
import { typeOf } from '../../../media/h264/nal.ts';
import { scriptedCamera, type ScriptedCamera } from './scripted-camera.ts';

export interface UdpCamera extends ScriptedCamera {
  /** Sends from this camera's own port for RTP: what forged packets look like when they arrive. */
  readonly media: Socket;
  /** What its pictures bear from now on. */
  ssrc: number;
  /** The viewer's port for RTP; 0 before SETUP. */
  readonly viewer: number;
}

export interface UdpCameraOptions {
  readonly ssrc: number;
  /** What follows the viewer's own Transport header; `port` is this camera's for RTP. */
  answer(port: number): string;
}

const pictureMs = 15;
const pictureTicks = 1_350;
const clip = pictures(shippedClip());
const foreignClip = pictures(shippedClip('harbour-front-door'));

/** A socket on an even port of 127.0.0.1. */
async function evenSocket(): Promise<Socket> {
  for (;;) {
    const socket = createSocket('udp4');
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    if (socket.address().port % 2 === 0) return socket;
    socket.close();
  }
}

/** Answers SETUP for UDP alone, and plays from PLAY on, the clip over and over. */
export async function udpCamera(options: UdpCameraOptions): Promise<UdpCamera> {
  const media = await evenSocket();
  const { port } = media.address();
  let viewer = 0;
  let sequence = 0;
  let count = 0;
  let timer: NodeJS.Timeout | undefined;
  const send = (): void => {
    for (const { marker, payload } of pack(clip[count % clip.length] ?? [])) {
      const timestamp = count * pictureTicks;
      const bytes = rtpBytes({ sequence: sequence++, timestamp, marker, ssrc: live.ssrc, payload });
      media.send(bytes, viewer, '127.0.0.1');
    }
    count += 1;
  };
  const camera = await scriptedCamera({
    reply: ({ method, headers, uri }, usual) => {
      if (method !== 'SETUP') return usual;
      const asked = headers.get('transport') ?? '';
      if (asked.includes('TCP') || uri.endsWith('/a')) return { status: 461 };
      viewer = Number(/client_port=(\d+)-/.exec(asked)?.[1]);
      const transport = `${asked};${options.answer(port)}`;
      return { status: 200, headers: { Session: 'a', Transport: transport } };
    },
    play: () => {
      clearInterval(timer);
      timer = setInterval(send, pictureMs);
    },
  });
  const live: UdpCamera = {
    ...camera,
    media,
    ssrc: options.ssrc,
    get viewer() {
      return viewer;
    },
    async close() {
      clearInterval(timer);
      media.close();
      await camera.close();
    },
  };
  return live;
}

/** Another household's key pictures, each whole in one packet, one after the other. */
export function foreignPackets(ssrc: number, count: number, sequence = 30_000): Buffer[] {
  const [first = []] = foreignClip;
  const [{ payload } = { payload: Buffer.alloc(0) }] = pack(first, {
    aggregate: true,
    mtu: 60_000,
  });
  return Array.from({ length: count }, (_, index) => {
    const timestamp = index * 6_000;
    return rtpBytes({ sequence: sequence + index, timestamp, marker: true, ssrc, payload });
  });
}

const foreignSlices = new Set(
  foreignClip.flat().flatMap((nal) => (typeOf(nal) === 5 ? [nal.toString('base64')] : [])),
);

/** Whether these NAL units show another household's picture. */
export function isForeign(nals: readonly Uint8Array[]): boolean {
  return nals.some((nal) => foreignSlices.has(Buffer.from(nal).toString('base64')));
}
