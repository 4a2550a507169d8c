/** One socket to a camera: requests, their responses, interleaved frames. */
import type { Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { type GuardedSocketOptions, openGuardedSocket } from '../guarded-socket.ts';
import { type FaultReason, reasonOf, RtspFault } from './fault.ts';
import { Framing } from './framing.ts';
import { interleaved } from '../../media/rtsp/interleaved.ts';
import { limits } from './limits.ts';
import type { Headers, Message } from '../../media/rtsp/message.ts';
import { costs, ReadPace } from './read-pace.ts';
import type { Target } from './target.ts';
import { UnitBudget } from './unit-budget.ts';

export interface Response {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
}

/** The time is for the connection and for each response; the signal ends it, connecting or connected. */
export interface ConnectionOptions extends GuardedSocketOptions {
  readonly target: Target;
}

export interface Connection {
  /** The camera's address as seen by us. */
  readonly peer: { readonly address: string; readonly family: 4 | 6 };
  /** Our own address on this connection. */
  readonly local: string;
  /** Nothing can be asked over it any more. */
  readonly ended: boolean;
  /** Called with every interleaved frame; a view of memory that is read into again. */
  onFrame: (channel: number, payload: Buffer) => void;
  /** Whether a frame that begins so is one of those agreed upon; none are until this is set. */
  expects: (channel: number, payload: Buffer) => boolean;
  /** Called once when the connection has ended, whoever ended it: at once if it has already. */
  onClose: (reason: FaultReason) => void;
  /** Sends a request; pipelining is allowed. Rejects with RtspFault. */
  request(
    method: string,
    uri: string,
    headers: Readonly<Record<string, string>>,
  ): Promise<Response>;
  sendFrame(channel: number, payload: Buffer): void;
  /** Ends it at once. Idempotent. */
  close(reason: FaultReason): void;
}

interface Waiting {
  readonly resolve: (response: Response) => void;
  readonly reject: (fault: RtspFault) => void;
  readonly timer: NodeJS.Timeout;
}

const maxGivenUp = 16;

/** Connects. @throws RtspFault, OriginRefusal */
export async function openConnection(options: ConnectionOptions): Promise<Connection> {
  /** What came before anybody could take it. */
  const early: { readonly bytes: Buffer; readonly from: Socket }[] = [];
  let take = (bytes: Buffer, from: Socket): void =>
    void early.push({ bytes: Buffer.from(bytes), from });
  const socket = await openGuardedSocket({ ...options, onRead: (...read) => take(...read) });
  const waiting = new Map<number, Waiting>();
  /** Asked and given up: an answer to one of these is late, and no other's. */
  const givenUp = new Set<number>();
  let cseq = 0;
  let ended: FaultReason | undefined;
  const pace = new ReadPace(performance.now());
  const requests = new UnitBudget(limits.requests, performance.now());
  /** What was read in one go, as it costs. */
  let spent = 0;
  let paused: NodeJS.Timeout | undefined;
  let onClose: Connection['onClose'] = () => undefined;

  const close = (reason: FaultReason): void => {
    if (ended !== undefined) return;
    ended = reason;
    clearTimeout(paused);
    options.signal.removeEventListener('abort', aborted);
    socket.destroy();
    for (const { reject, timer } of waiting.values()) {
      clearTimeout(timer);
      reject(new RtspFault(reason));
    }
    waiting.clear();
    onClose(reason);
  };
  const aborted = (): void => close('closed');
  const write = (bytes: Buffer | string): void => {
    if (ended !== undefined) return;
    socket.write(bytes);
    if (socket.writableLength > limits.unreadBytes) close('malformed');
  };
  const answered = (message: Message): void => {
    const [protocol = '', status = ''] = message.startLine.split(/ +/, 2);
    const number = Number(message.headers.get('cseq')?.[0]);
    if (!protocol.startsWith('RTSP/')) {
      if (!requests.take(performance.now())) return close('malformed');
      // A camera may ask too (OPTIONS as a sign of life); an answer keeps it content.
      write(`RTSP/1.0 ${protocol === 'OPTIONS' ? '200 OK' : '501 Not Implemented'}\r\n`);
      write(`CSeq: ${Number.isSafeInteger(number) ? number : 0}\r\n\r\n`);
      return;
    }
    // It goes on with it (RFC 2326 §11.1).
    if (Number(status) < 200) return;
    if (givenUp.delete(number)) return;
    // Some cameras answer with a number of their own: what it answers is plain if one alone is outstanding.
    const [only] = waiting.size === 1 ? waiting.keys() : [];
    const asked = waiting.has(number) ? number : only;
    const entry = asked === undefined ? undefined : waiting.get(asked);
    if (asked === undefined || entry === undefined) return;
    waiting.delete(asked);
    clearTimeout(entry.timer);
    entry.resolve({ status: Number(status), headers: message.headers, body: message.body });
  };
  const framing = new Framing({
    message: (message) => {
      spent += costs.message;
      answered(message);
    },
    frame: (channel, payload) => {
      if (ended === undefined) connection.onFrame(channel, payload);
    },
    expects: (channel, payload) => connection.expects(channel, payload),
  });

  const connection: Connection = {
    peer: {
      address: socket.remoteAddress ?? '',
      family: socket.remoteFamily === 'IPv6' ? 6 : 4,
    },
    local: socket.localAddress ?? '',
    get ended() {
      return ended !== undefined;
    },
    onFrame: () => undefined,
    expects: () => false,
    get onClose() {
      return onClose;
    },
    set onClose(work) {
      onClose = work;
      // The bytes behind an answer may have ended it before whoever waited for the answer came here.
      if (ended !== undefined) work(ended);
    },
    request(method, uri, headers) {
      return new Promise((resolve, reject) => {
        if (ended !== undefined) {
          reject(new RtspFault(ended));
          return;
        }
        const number = ++cseq;
        const timer = setTimeout(() => {
          waiting.delete(number);
          givenUp.add(number);
          // Whoever answers none of so many answers none at all.
          for (const oldest of givenUp) if (givenUp.size > maxGivenUp) givenUp.delete(oldest);
          reject(new RtspFault('timeout'));
        }, options.timeoutMs);
        waiting.set(number, { resolve, reject, timer });
        const lines = [`${method} ${uri} RTSP/1.0`, `CSeq: ${number}`];
        for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
        write(`${lines.join('\r\n')}\r\n\r\n`);
      });
    },
    sendFrame: (channel, payload) => write(interleaved(channel, payload)),
    close,
  };

  options.signal.addEventListener('abort', aborted);
  take = (chunk, from) => {
    if (from !== socket) return;
    spent = chunk.length;
    try {
      const items = ended === undefined ? framing.push(chunk) : 0;
      spent += items * costs.item;
    } catch (error) {
      close(reasonOf(error));
    }
    const waitMs = pace.charge(spent, performance.now());
    if (waitMs === 0 || ended !== undefined) return;
    socket.pause();
    clearTimeout(paused);
    paused = setTimeout(() => socket.resume(), waitMs);
  };
  for (const { bytes, from } of early) take(bytes, from);
  socket.on('error', () => close('closed'));
  socket.on('close', () => close('closed'));
  // It may have gone while we were coming here from the promise.
  if (socket.destroyed || options.signal.aborted) close('closed');
  return connection;
}
