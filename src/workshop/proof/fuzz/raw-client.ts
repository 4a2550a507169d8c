/** HTTP/1.1 by hand: sends any bytes, pipelined over connections that are kept, and reads answers. */
import { connect, type Socket } from 'node:net';
import { bodyStart, readAnswer, type RawAnswer } from '../http-heads.ts';

interface Pending {
  readonly bytes: Buffer;
  readonly headOnly: boolean;
  readonly settle: (answer: RawAnswer | undefined) => void;
}

/** No answer takes so long: the longest is a playlist that waits for its first segment. */
const timeoutMs = 15_000;

const lastChunk = Buffer.from('0\r\n\r\n');

/** Returns how long the body at `from` is; undefined until that is known. */
function bodyEnd(bytes: Buffer, head: string, from: number, none: boolean): number | undefined {
  if (none) return from;
  const length = /^content-length: *(\d+)/im.exec(head)?.[1];
  if (length !== undefined) return from + Number(length);
  if (!/^transfer-encoding: *chunked/im.test(head)) return from;
  const last = bytes.indexOf(lastChunk, from);
  return last < 0 ? undefined : last + lastChunk.length;
}

/** Takes one whole answer off the front of `bytes`; skips interim ones (1xx). */
function takeAnswer(bytes: Buffer, headOnly: boolean): [RawAnswer, Buffer] | undefined {
  const begun = readAnswer(bytes);
  if (begun === undefined) return undefined;
  const { status, head } = begun;
  const from = bodyStart(head);
  if (status >= 100 && status < 200) return takeAnswer(bytes.subarray(from), headOnly);
  const end = bodyEnd(bytes, head, from, headOnly || status === 204 || status === 304);
  if (end === undefined || bytes.length < end) return undefined;
  return [{ status, head, body: bytes.subarray(from, end) }, bytes.subarray(end)];
}

export class Lane {
  readonly #port: number;
  #socket: Socket | undefined;
  #rest: Buffer = Buffer.alloc(0);
  #pending: Pending[] = [];

  constructor(port: number) {
    this.#port = port;
  }

  /**
   * Sends a request whose own bytes say where it ends; returns its answer. If the server closes, for this
   * request or for one before it, each of those that wait gets a connection of its own; returns undefined if
   * it closes that one, too, without an answer, or says nothing.
   */
  ask(bytes: Buffer, headOnly: boolean): Promise<RawAnswer | undefined> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#socket?.destroy(), timeoutMs);
      const settle = (answer: RawAnswer | undefined): void => {
        clearTimeout(timer);
        resolve(answer);
      };
      this.#pending.push({ bytes, headOnly, settle });
      (this.#socket ??= this.#open()).write(bytes);
    });
  }

  close(): void {
    this.#socket?.destroy();
  }

  #open(): Socket {
    const socket = connect(this.#port, '127.0.0.1');
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.once('close', () => this.#again(socket));
    return socket;
  }

  #take(chunk: Buffer): void {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    for (let next = this.#pending[0]; next !== undefined; next = this.#pending[0]) {
      const taken = takeAnswer(this.#rest, next.headOnly);
      if (taken === undefined) return;
      [, this.#rest] = taken;
      this.#pending.shift();
      next.settle(taken[0]);
    }
  }

  #again(socket: Socket): void {
    if (socket !== this.#socket) return;
    this.#socket = undefined;
    this.#rest = Buffer.alloc(0);
    for (const { bytes, headOnly, settle } of this.#pending.splice(0)) {
      void shout(this.#port, bytes, timeoutMs, headOnly).then(settle);
    }
  }
}

/** Sends bytes of whatever kind on a connection of their own; returns what came until it closed. */
export function shout(
  port: number,
  bytes: Buffer,
  ms: number,
  headOnly = false,
): Promise<RawAnswer | undefined> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let got = Buffer.alloc(0);
    const timer = setTimeout(() => socket.destroy(), ms);
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      got = Buffer.concat([got, chunk]);
      if (takeAnswer(got, headOnly) !== undefined) socket.destroy();
    });
    socket.once('close', () => {
      clearTimeout(timer);
      resolve(takeAnswer(got, headOnly)?.[0]);
    });
    socket.write(bytes);
  });
}
