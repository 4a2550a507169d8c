/** A camera as one of the cases tells it, on real sockets. */
import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import type { Socket } from 'node:net';
import { digestResponse } from '../../../common/digest-response.ts';
import { joinNals } from '../../../pictures/media/h264/annex-b.ts';
import { typeOf } from '../../../pictures/media/h264/nal.ts';
import { interleaved } from '../../../pictures/media/rtsp/interleaved.ts';
import {
  type Reply,
  type Request,
  scriptedCamera,
  type ScriptedCamera,
} from '../../../pictures/cameras/rtsp/testing/scripted-camera.ts';
import { rtpBytes } from '../../../pictures/media/testing/h264.ts';
import { selfSigned } from '../self-signed.ts';
import type { CameraCase, Manner } from './case.ts';
import { caseClip, type CaseClip } from './clips.ts';
import { packetsOf } from './packets.ts';

export interface CaseCamera extends ScriptedCamera {
  /** With a user and a password, if it asks for one. */
  readonly login: string;
}

const user = 'admin';
const password = 'sesame';
/** It is asked for a sign of life after 30 seconds at the earliest: sooner is right after PLAY. */
const rightAfterPlayMs = 25_000;

const usualSdp = [
  'v=0',
  'm=video 0 RTP/AVP 96',
  'a=rtpmap:96 H264/90000',
  'a=fmtp:96 packetization-mode=1;sprop-parameter-sets={sprop}',
  'a=control:v',
  'm=audio 0 RTP/AVP 0',
  'a=control:a',
];

/** Opens it; to be closed. */
export async function caseCamera(one: CameraCase): Promise<CaseCamera> {
  const clip = await caseClip(one.clip ?? 'usual');
  const does = (manner: Manner): boolean => one.manners?.includes(manner) === true;
  const media = does('takes-udp-alone') ? await udpPair() : undefined;
  const stops: (() => void)[] = [];
  const alive = new Map<Socket, NodeJS.Timeout>();
  const beganAt = performance.now();
  const playedAt = new Map<Socket, number>();
  let viewer = 0;

  const signOfLife = (socket: Socket): void => {
    clearTimeout(alive.get(socket));
    // What was sent in time is read first, also where this process was held up.
    const end = (): void =>
      void setImmediate(() => alive.get(socket) === timer && socket.destroy());
    const timer = setTimeout(end, (one.timeoutS ?? 60) * 1_000);
    alive.set(socket, timer);
  };

  function reply(request: Request, usual: Reply, socket: Socket): Reply {
    const { method, headers } = request;
    if (does('resets-at-first') && performance.now() - beganAt < 700) {
      socket.resetAndDestroy();
      return undefined;
    }
    if (method === 'PLAY') playedAt.set(socket, performance.now());
    const playsForMs = performance.now() - (playedAt.get(socket) ?? Infinity);
    if (does('hangs-up-on-options') && method === 'OPTIONS' && playsForMs < rightAfterPlayMs) {
      socket.destroy();
      return undefined;
    }
    if (does('hangs-up-without-options')) {
      if (method === 'GET_PARAMETER') return undefined;
      if (method === 'PLAY' || method === 'OPTIONS') signOfLife(socket);
    }
    if (does('refuses-sha256') && !knowsMd5(request)) return challenge;
    const asked = headers.get('transport') ?? '';
    if (media !== undefined && method === 'SETUP') {
      if (asked.includes('TCP')) return { status: 406 };
      viewer ||= Number(/client_port=(\d+)-/.exec(asked)?.[1]);
      const transport = `${asked};server_port=${media.port}-${media.port + 1}`;
      return { status: 200, headers: { Session: 'abc', Transport: transport } };
    }
    if (does('knows-its-tracks-by-name') && method === 'SETUP') {
      const right = [`${camera.url}/v`, `${camera.url}/a`].includes(request.uri);
      if (!right) return { status: 404 };
    }
    return answered(one, request, usual, camera.url);
  }

  const camera = await scriptedCamera({
    sdp: (one.sdp ?? usualSdp).map((line) => filled(line, clip)).join('\r\n'),
    ...(one.timeoutS !== undefined && { timeoutS: one.timeoutS }),
    ...(does('answers-cseq-zero') && { cseq: cseqBelowUserAgent }),
    ...(does('signs-its-own-certificate') && { tls: selfSigned() }),
    reply,
    play(socket) {
      const write = (bytes: Buffer, channel: number): void => {
        if (media !== undefined) media.socket.send(bytes, viewer, '127.0.0.1');
        else if (socket.writable) socket.write(interleaved(channel, bytes));
      };
      const raw = (bytes: Buffer): unknown => socket.writable && socket.write(bytes);
      const timer = playClip(one, clip, write, raw);
      stops.push(() => clearInterval(timer));
    },
  });
  return {
    ...camera,
    login: does('refuses-sha256') ? camera.url.replace('//', `//${user}:${password}@`) : camera.url,
    async close() {
      for (const stop of stops) stop();
      for (const timer of alive.values()) clearTimeout(timer);
      media?.close();
      await camera.close();
    },
  };
}

/** Sends the clip in real time, over and over. */
function playClip(
  one: CameraCase,
  clip: CaseClip,
  write: (bytes: Buffer, channel: number) => void,
  raw: (bytes: Buffer) => unknown,
): NodeJS.Timeout {
  const beganAt = performance.now();
  const noise = Buffer.from(one.send?.noise ?? '', 'hex');
  let sequence = 1_000;
  let number = 0;
  return setInterval(() => {
    for (;;) {
      const { atMs, packets } = packetsOf(clip, number, sequence, one.send);
      if (atMs > performance.now() - beganAt) return;
      for (const bytes of packets) {
        if (noise.length > 0 && sequence % 7 === 0) raw(noise);
        write(bytes, 0);
        sequence += 1;
      }
      if (one.send?.soundToo === true) write(sound(number), 0);
      number += 1;
    }
  }, 5);
}

function sound(number: number): Buffer {
  const payload = Buffer.alloc(533, 0xff);
  return rtpBytes({ sequence: number, timestamp: number * 533, payloadType: 0, ssrc: 77, payload });
}

function answered(
  { answers, manners }: CameraCase,
  request: Request,
  usual: Reply,
  url: string,
): Reply {
  const own = answers?.[request.method];
  const polite = usual === undefined || Buffer.isBuffer(usual) ? { status: 200 } : usual;
  const fill = (text: string): string =>
    text.replace('{transport}', request.headers.get('transport') ?? '').replace('{url}', url);
  const headers = Object.entries(own?.headers ?? polite.headers ?? {}).map(
    ([name, text]) => [name, fill(text)] as const,
  );
  const folded = manners?.includes('folds-headers') === true;
  const body = polite.body?.replaceAll('{url}', url);
  const spelt = headers.map(([name, text]) => [
    name,
    folded ? `\r\n ${text.replace(';', ';\r\n\t')}` : text,
  ]);
  return {
    ...polite,
    ...(body !== undefined && { body }),
    status: own?.status ?? polite.status,
    headers: Object.fromEntries(spelt) as Record<string, string>,
  };
}

/** It reads the number only where it stands below User-Agent. */
function cseqBelowUserAgent({ headers }: Request): string {
  const names = [...headers.keys()];
  const below = names.indexOf('cseq') > names.indexOf('user-agent');
  return below ? (headers.get('cseq') ?? '0') : '0';
}

const nonce = '0123456789abcdef';
const challenge: Reply = {
  status: 401,
  headers: {
    'WWW-Authenticate': `Digest realm="IP Camera", nonce="${nonce}", algorithm="SHA-256"\r\nWWW-Authenticate: Digest realm="IP Camera", nonce="${nonce}", algorithm="MD5"`,
  },
};

/** It offers SHA-256, and checks whatever comes as MD5. */
function knowsMd5({ method, uri, headers }: Request): boolean {
  const of = {
    user,
    realm: 'IP Camera',
    password,
    method,
    uri,
    nonce,
    cnonce: '',
    qop: undefined,
  } as const;
  const right = digestResponse({ hash: 'md5', ...of });
  return headers.get('authorization')?.includes(`response="${right}"`) === true;
}

function filled(line: string, clip: CaseClip): string {
  const all = clip.pictures.flatMap(({ nals }) => nals);
  const sets = [7, 8].map((type) => all.find((nal) => typeOf(nal) === type) ?? Buffer.alloc(0));
  const base64 = (nals: readonly Buffer[]): string =>
    nals.map((nal) => nal.toString('base64')).join(',');
  return line
    .replace('{sprop}', base64(sets))
    .replace('{sprop-annex-b}', base64(sets.map((nal) => joinNals([nal]))));
}

/** A socket on an even port; the one above it is for reports, which nobody here reads. */
async function udpPair(): Promise<{ socket: UdpSocket; port: number; close(): void }> {
  for (;;) {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', () => resolve()));
    const { port } = socket.address();
    if (port % 2 === 0) return { socket, port, close: () => socket.close() };
    socket.close();
  }
}
