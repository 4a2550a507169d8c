/**
 * A client of the real HTTP server, over a connection in memory that it can drop at any moment. It
 * sends in two parts and reads the answer in a third, each when it is its turn.
 */
import { once } from 'node:events';
import type { Server } from 'node:http';
import { duplexPair } from 'node:stream';
import { readAnswer, type RawAnswer } from '../http-heads.ts';
import type { Turn } from '../races/scheduled-store.ts';

export interface Question {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Something asked for. */
export interface Ongoing {
  /** Undefined if there was none. */
  readonly answer: Promise<RawAnswer | undefined>;
  /** Drops the connection; absent if there is none. */
  readonly hangUp?: () => void;
}

function worded({ method, path, headers = {}, body = '' }: Question): Buffer {
  const all = {
    Host: 'bridge.example.net',
    Connection: 'close',
    ...headers,
    ...(body !== '' && { 'Content-Length': String(Buffer.byteLength(body)) }),
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return Buffer.from([`${method} ${path} HTTP/1.1`, ...lines, '', body].join('\r\n'));
}

/** Asks `server`, which need not listen. */
export function ask(server: Server, turn: Turn, question: Question): Ongoing {
  const [near, far] = duplexPair();
  // What a socket has and a stream lacks.
  Object.assign(far, { resetAndDestroy: () => far.destroy() });
  near.on('error', () => undefined);
  far.once('close', () => near.destroy());
  const closed = new Promise<void>((resolve) => {
    near.once('close', () => {
      far.destroy();
      resolve();
    });
  });
  server.emit('connection', far);

  async function talk(): Promise<RawAnswer | undefined> {
    const bytes = worded(question);
    const half = question.body === undefined ? bytes.length : bytes.length - 10;
    near.write(bytes.subarray(0, half));
    if (half < bytes.length) {
      await turn('the rest of the request is sent');
      near.write(bytes.subarray(half));
    }
    await Promise.race([once(near, 'readable'), closed]);
    if (near.destroyed) return undefined;
    await turn('the answer is read');
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of near) chunks.push(chunk as Buffer);
    } catch {
      return undefined; // cut off
    }
    // From Node 24 on, reading it to its end leaves it open for what might yet be written.
    near.destroy();
    return readAnswer(Buffer.concat(chunks));
  }

  return { answer: talk(), hangUp: () => void near.destroy() };
}
