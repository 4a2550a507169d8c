/** A bare RTSP client for trying out cameras: it sends what it is given and keeps what comes. */
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { type Head, StreamReader } from '../stream-reader.ts';
import { bodyLength, lastValues, parseHeaders } from '../../../pictures/media/rtsp/message.ts';
import { until } from '../../../workshop/until.ts';

export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

export interface Received {
  readonly channel: number;
  readonly packet: Buffer;
}

const timeoutMs = 5_000;

function parseHead(head: string): Head<Omit<Answer, 'body'>> {
  const [first = '', ...lines] = head.split('\r\n');
  const headers = parseHeaders(lines);
  const message = { status: Number(first.split(' ')[1]), headers: lastValues(headers) };
  return { message, bodyBytes: bodyLength(headers) ?? 0 };
}

export class RawClient {
  /** Interleaved packets, in order of arrival. */
  readonly received: Received[] = [];
  readonly answers: Answer[] = [];
  /** Without credentials and closing slash. */
  readonly url: string;
  readonly #socket: Socket;
  #cseq = 0;
  #closed = false;

  private constructor(socket: Socket, url: string) {
    this.#socket = socket;
    this.url = url;
    const reader = new StreamReader(parseHead, () => new Error('a head without an end'));
    socket.on('data', (bytes: Buffer) => {
      for (const incoming of reader.push(bytes)) {
        if (incoming.kind === 'frame') {
          this.received.push({ channel: incoming.channel, packet: Buffer.from(incoming.packet) });
        } else {
          this.answers.push({ ...incoming.message, body: incoming.body.toString('utf8') });
        }
      }
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#closed = true;
    });
  }

  /** Connects to where an rtsp URL points. @throws Error if it is refused. */
  static async connect(rtspUrl: string): Promise<RawClient> {
    const { hostname, port, pathname } = new URL(rtspUrl);
    const socket = connect(Number(port), hostname.replaceAll(/[[\]]/g, ''));
    await once(socket, 'connect');
    return new RawClient(socket, `rtsp://${hostname}:${port}${pathname}`);
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Sends bytes as they are. */
  write(bytes: Buffer | string): void {
    this.#socket.write(bytes);
  }

  /** Sends a request and waits for its answer. `path` is appended to the camera's URL. */
  async request(
    method: string,
    path = '',
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    this.#cseq += 1;
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const before = this.answers.length;
    this.write(
      `${method} ${this.url}${path} RTSP/1.0\r\nCSeq: ${this.#cseq}\r\n${lines.join('')}\r\n`,
    );
    await this.#until(() => this.answers.length > before || this.#closed);
    const answer = this.answers[before];
    if (!answer) throw new Error('the camera closed the connection');
    return answer;
  }

  /** Sends SETUP of the video (and sound) over this connection, and PLAY. Returns the session. */
  async play(tracks: readonly ('video' | 'audio')[] = ['video']): Promise<string> {
    let session = '';
    for (const track of tracks) {
      const channel = track === 'video' ? 0 : 2;
      const answer = await this.request('SETUP', `/trackID=${track === 'video' ? 0 : 1}`, {
        Transport: `RTP/AVP/TCP;unicast;interleaved=${channel}-${channel + 1}`,
        ...(session && { Session: session }),
      });
      session = answer.headers.get('session')?.split(';')[0] ?? '';
    }
    await this.request('PLAY', '', { Session: session });
    return session;
  }

  async close(): Promise<void> {
    this.#socket.destroy();
    await this.#until(() => this.#closed);
  }

  /** Ends the connection with a reset, as a display that lost its power would. */
  async reset(): Promise<void> {
    this.#socket.resetAndDestroy();
    await this.#until(() => this.#closed);
  }

  async #until(holds: () => boolean): Promise<void> {
    await until(holds, timeoutMs);
  }
}
