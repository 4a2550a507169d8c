/**
 * A reverse proxy as they should not be: everybody's requests go over a few shared connections, one after the
 * other, and whatever comes back next is taken for the answer. It believes only one header about where a
 * request ends. In front of a server that reads the same bytes in another way, one visitor's hidden request
 * is answered to the next visitor.
 *
 * Towards a strict server it mixes up nothing: what comes after an answer that ended is another's only if the
 * server gave two answers to one request.
 */
import { connect, createServer, type Socket } from 'node:net';
import { closeServer } from '../../../common/close-server.ts';
import { listening } from '../../../common/listening.ts';
import { headOf } from '../http-heads.ts';
import { messageEnd, type Belief } from './http-framing.ts';

export interface NaiveProxy {
  /** Where it listens on 127.0.0.1. */
  readonly port: number;
  close(): Promise<void>;
}

export interface NaiveOptions {
  readonly belief: Belief;
  /** Shared connections to the server. */
  readonly connections: number;
  /** An answer that has not come whole by then is given up, and its connection with it. */
  readonly timeoutMs: number;
}

/** Larger ones are not for this proxy. */
const longestRequest = 200_000;

function saysGoodbye(answer: Buffer): boolean {
  return /^connection: *close/im.test(headOf(answer) ?? '');
}

/** One connection to the server, shared by whoever has something to ask. */
class SharedConnection {
  readonly #target: number;
  readonly #timeoutMs: number;
  #socket: Socket | undefined;
  #unread = Buffer.alloc(0);
  #turn: Promise<unknown> = Promise.resolve();
  /** Somebody waits for bytes, or for their end. */
  #wake: () => void = () => undefined;

  constructor(target: number, timeoutMs: number) {
    this.#target = target;
    this.#timeoutMs = timeoutMs;
  }

  /** The answer, whoever it was meant for; empty when there was none. */
  ask(request: Buffer): Promise<Buffer> {
    const answer = this.#turn.then(() => this.#exchange(request));
    this.#turn = answer;
    return answer;
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
    this.#unread = Buffer.alloc(0);
    this.#wake();
  }

  #open(): Socket {
    if (this.#socket !== undefined) return this.#socket;
    const socket = connect(this.#target, '127.0.0.1');
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.on('data', (bytes: Buffer) => {
      this.#unread = Buffer.concat([this.#unread, bytes]);
      this.#wake();
    });
    socket.on('close', () => {
      if (this.#socket === socket) this.close();
    });
    this.#socket = socket;
    return socket;
  }

  async #exchange(request: Buffer): Promise<Buffer> {
    const socket = this.#open();
    const timer = setTimeout(() => socket.destroy(), this.#timeoutMs);
    socket.write(request);
    try {
      for (;;) {
        const answer = this.#take();
        if (answer !== undefined) {
          if (saysGoodbye(answer)) this.close();
          return answer;
        }
        if (this.#socket !== socket) return Buffer.alloc(0);
        await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    } finally {
      clearTimeout(timer);
    }
  }

  /** The next whole answer, without those that only say that one is to come (1xx). */
  #take(): Buffer | undefined {
    for (;;) {
      const end = messageEnd(this.#unread, 'transfer-encoding');
      if (end === undefined) return undefined;
      const answer = this.#unread.subarray(0, end);
      this.#unread = this.#unread.subarray(end);
      if (!/^HTTP\/1\.[01] 1/.test(headOf(answer) ?? '')) return answer;
    }
  }
}

/** Starts one in front of a port of 127.0.0.1. */
export async function openNaiveProxy(target: number, options: NaiveOptions): Promise<NaiveProxy> {
  const { belief, connections, timeoutMs } = options;
  const visitors = new Set<Socket>();
  const shared = Array.from({ length: connections }, () => new SharedConnection(target, timeoutMs));
  let count = 0;

  async function serve(visitor: Socket): Promise<void> {
    let unread = Buffer.alloc(0);
    for await (const bytes of visitor as AsyncIterable<Buffer>) {
      unread = Buffer.concat([unread, bytes]);
      for (;;) {
        const end = messageEnd(unread, belief);
        if (end === undefined) break;
        count += 1;
        const answer = await shared[count % connections]?.ask(unread.subarray(0, end));
        unread = unread.subarray(end);
        if (answer === undefined || answer.length === 0 || visitor.destroyed) return;
        visitor.write(answer);
        if (saysGoodbye(answer)) return;
      }
      if (unread.length > longestRequest) return;
    }
  }

  const server = createServer((visitor) => {
    visitors.add(visitor);
    visitor.on('error', () => undefined);
    visitor.on('close', () => visitors.delete(visitor));
    serve(visitor)
      .catch(() => undefined)
      .finally(() => visitor.end());
  });
  const { port } = await listening(server);
  return {
    port,
    async close() {
      for (const connection of shared) connection.close();
      await closeServer(server, visitors);
    },
  };
}
