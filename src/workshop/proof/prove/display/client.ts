/** HTTP as displays and their cloud speak it: every display over the same kept connections. */
import { Agent, request } from 'undici';

export interface Sent {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The display hangs up. */
  readonly signal?: AbortSignal;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** As much as came. */
  readonly body: Buffer;
  /** Nothing was cut off. */
  readonly whole: boolean;
  /** When its head had come, milliseconds since 1970. */
  readonly beganAt: number;
}

export interface Client {
  /** @throws if there was no answer at all. */
  send(url: string, sent?: Sent): Promise<Answer>;
  close(): Promise<void>;
}

const timeoutMs = 8_000;

/** `counted` is called for every request, `answered` for every answer without an error. */
export function createClient(counted: () => void, answered: () => void): Client {
  const dispatcher = new Agent({
    connections: 64,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    connect: { timeout: timeoutMs },
  });
  return {
    async send(url, { method = 'GET', headers = {}, body, signal } = {}) {
      counted();
      const answer = await request(url, {
        dispatcher,
        method,
        headers,
        ...(body !== undefined && { body }),
        ...(signal !== undefined && { signal }),
      });
      const beganAt = Date.now();
      const chunks: Buffer[] = [];
      let whole = true;
      try {
        for await (const chunk of answer.body as AsyncIterable<Buffer>) chunks.push(chunk);
      } catch {
        whole = false;
      }
      if (answer.statusCode < 300 && whole) answered();
      const { statusCode: status, headers: given } = answer;
      return { status, headers: given, body: Buffer.concat(chunks), whole, beganAt };
    },
    close: () => dispatcher.destroy(),
  };
}
