/** A camera on a real socket that does exactly as told: for what no well-behaved server does. */
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { closeServer } from '../../../../common/close-server.ts';
import { listeningApart } from '../../../../workshop/testing/listening-apart.ts';
import { pack, pictures, rtpBytes, shippedClip } from '../../../media/testing/h264.ts';
import { splitNals } from '../../../media/h264/annex-b.ts';
import { typeOf } from '../../../media/h264/nal.ts';
import { Framing } from '../framing.ts';
import { interleaved } from '../../../media/rtsp/interleaved.ts';
import { lastValues, type Message } from '../../../media/rtsp/message.ts';

export interface Request {
  readonly method: string;
  readonly uri: string;
  readonly headers: ReadonlyMap<string, string>;
  /** From 1: which of this camera's connections it came on. */
  readonly connection: number;
}

/** Status, headers and body; or raw bytes; or nothing at all. */
export type Reply =
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  | Buffer
  | undefined;

export interface ScriptedCamera {
  readonly port: number;
  readonly url: string;
  /** Every request so far. */
  readonly requests: readonly Request[];
  /** Interleaved frames that came, channel first. */
  readonly frames: readonly { readonly channel: number; readonly payload: Buffer }[];
  readonly sockets: ReadonlySet<Socket>;
  /** Ends all connections and the port. */
  close(): Promise<void>;
}

export interface Script {
  /** Answers a request; `usual` is what a camera of good manners would say. */
  reply?(request: Request, usual: Reply, socket: Socket): Reply;
  /** The CSeq of an answer; default: that of the request. */
  cseq?(request: Request): string;
  /** Called with the socket after PLAY was answered. Default: plays the clip over TCP. */
  play?(socket: Socket, connection: number): void;
  /** It takes one connection: a new one ends the first, or is refused. Default: it takes as many as come. */
  readonly onlyOne?: 'kicks' | 'refuses';
  /** Instead of all this: bytes sent on connect. */
  greet?: Buffer;
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly sdp?: string;
  /** Seconds after which it says that it ends a session nobody shows a sign of life in; default 60. */
  readonly timeoutS?: number;
  /** Default: 127.0.0.1. */
  readonly host?: string;
  /** Default: any that is free. */
  readonly port?: number;
}

const clip = pictures(shippedClip());
const nals = splitNals(shippedClip());
const base64 = (type: number): string =>
  nals.find((nal) => typeOf(nal) === type)?.toString('base64') ?? '';

/** An SDP with the shipped clip's parameter sets and G.711. */
export const usualSdp = [
  'v=0',
  'm=video 0 RTP/AVP 96',
  'a=rtpmap:96 H264/90000',
  `a=fmtp:96 packetization-mode=1;sprop-parameter-sets=${base64(7)},${base64(8)}`,
  'a=control:v',
  'm=audio 0 RTP/AVP 0',
  'a=control:a',
].join('\r\n');

/** Writes the clip from its beginning, all at once, as interleaved frames on channel 0. */
export function burst(
  options: { readonly from?: number; readonly count?: number; readonly ssrc?: number } = {},
): Buffer {
  const { from = 0, count = clip.length, ssrc = 1 } = options;
  let sequence = 1_000;
  return Buffer.concat(
    clip.slice(from, from + count).flatMap((units, index) =>
      pack(units).map(({ marker, payload }) => {
        const timestamp = (from + index) * 6_000;
        return interleaved(0, rtpBytes({ sequence: sequence++, timestamp, marker, ssrc, payload }));
      }),
    ),
  );
}

function usualReply({ method, uri, headers }: Request, script: Script): Reply {
  const { sdp = usualSdp, timeoutS = 60 } = script;
  const session = { Session: `abc;timeout=${timeoutS}` };
  if (method === 'OPTIONS') return { status: 200, headers: { Public: 'DESCRIBE, GET_PARAMETER' } };
  if (method === 'DESCRIBE') {
    return {
      status: 200,
      headers: { 'Content-Base': `${uri}/`, 'Content-Type': 'application/sdp' },
      body: sdp,
    };
  }
  if (method === 'SETUP') {
    return { status: 200, headers: { ...session, Transport: headers.get('transport') ?? '' } };
  }
  return { status: 200, headers: session };
}

/** Resolves when it listens; the caller closes it. */
export async function scriptedCamera(script: Script = {}): Promise<ScriptedCamera> {
  const requests: Request[] = [];
  const frames: { channel: number; payload: Buffer }[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;

  const serve = (socket: Socket): void => {
    connections += 1;
    const connection = connections;
    if (script.onlyOne === 'refuses' && sockets.size > 0) {
      socket.on('error', () => undefined).destroy();
      return;
    }
    if (script.onlyOne === 'kicks') for (const other of sockets) other.destroy();
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    if (script.greet !== undefined) socket.write(script.greet);
    const framing = new Framing({
      message: (message) => answer(socket, message, connection),
      frame: (channel, payload) => frames.push({ channel, payload: Buffer.from(payload) }),
    });
    socket.on('data', (chunk: Buffer) => framing.push(chunk));
  };

  const answer = (socket: Socket, message: Message, connection: number): void => {
    const [method = '', uri = ''] = message.startLine.split(' ');
    if (method.startsWith('RTSP/')) return;
    const headers = lastValues(message.headers);
    const request = { method, uri, headers, connection };
    requests.push(request);
    const usual = usualReply(request, script);
    const reply = script.reply === undefined ? usual : script.reply(request, usual, socket);
    if (reply === undefined) return;
    if (Buffer.isBuffer(reply)) {
      socket.write(reply);
      return;
    }
    const { status, headers: extra = {}, body = '' } = reply;
    const head = [`RTSP/1.0 ${status} X`, `CSeq: ${script.cseq?.(request) ?? headers.get('cseq')}`];
    for (const [name, value] of Object.entries(extra)) head.push(`${name}: ${value}`);
    head.push(`Content-Length: ${body.length}`, '', body);
    socket.write(head.join('\r\n'));
    if (method !== 'PLAY' || status !== 200) return;
    if (script.play === undefined) socket.write(burst());
    else script.play(socket, connection);
  };

  const server: Server =
    script.tls === undefined ? createServer(serve) : createTlsServer(script.tls, serve);
  const { port } = await listeningApart(server, script.port, script.host);
  return {
    port,
    url: `rtsp${script.tls === undefined ? '' : 's'}://127.0.0.1:${port}/cam`,
    requests,
    frames,
    sockets,
    close: () => closeServer(server, sockets),
  };
}
