/** The public front door as Google and a display use it: kept connections, no redirects, no trust. */
import { Agent, request } from 'undici';
import { z } from 'zod';
import { deadline } from '../common/deadline.ts';
import { intentRequest } from '../simulator/client/intent-request.ts';
import { jsonHeaders } from '../simulator/client/post-json.ts';
import { NoPicture } from './verdict.ts';

export interface FrontDoor {
  /** Posts an intent. @throws NoPicture for what cannot be read as an answer to one. */
  intend(token: string, intent: 'SYNC' | 'EXECUTE', payload?: object): Promise<Answered>;
  /** Returns the answer to a GET. @throws NoPicture for anything but 200. */
  get(url: URL, bearer?: string): Promise<Buffer>;
  /** Posts a signalling message. */
  signal(url: URL, bearer: string, message: object): Promise<Signalled>;
  close(): Promise<void>;
}

export interface Answered {
  /** Whether it answers this very request and no other. */
  readonly fits: boolean;
  readonly payload: unknown;
}

export interface Signalled {
  readonly status: number;
  /** The bridge's description, if the answer holds one. */
  readonly sdp: string | undefined;
}

const timeoutMs = 8_000;
const maxBytes = 4 * 1024 * 1024;

const answerSchema = z.object({ requestId: z.string(), payload: z.unknown() });
const signalSchema = z.object({ sdp: z.string() });

/** Opens the front door at `origin`; every request is given up when `closing` aborts. */
export function openFrontDoor(origin: string, closing: AbortSignal): FrontDoor {
  const dispatcher = new Agent({
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    connect: { timeout: timeoutMs },
    maxResponseSize: maxBytes,
  });

  async function send(url: URL, headers: Record<string, string>, posted?: object) {
    const end = deadline(2 * timeoutMs, closing);
    try {
      const { statusCode, body } = await request(url, {
        dispatcher,
        headers,
        ...(posted && { method: 'POST', body: JSON.stringify(posted) }),
        signal: end.signal,
      });
      return { status: statusCode, body: Buffer.from(await body.arrayBuffer()) };
    } finally {
      end.clear();
    }
  }

  const post = (url: URL, bearer: string, body: object) => send(url, jsonHeaders(bearer), body);

  return {
    async intend(token, intent, payload) {
      const asked = intentRequest(intent, payload);
      const { status, body } = await post(new URL('/fulfillment', origin), token, asked);
      if (status !== 200) throw new NoPicture(`${intent} was answered with ${status}`);
      const answer = answerSchema.safeParse(parsed(body));
      if (!answer.success) throw new NoPicture(`the answer to ${intent} cannot be read`);
      return { fits: answer.data.requestId === asked.requestId, payload: answer.data.payload };
    },
    async get(url, bearer) {
      const headers = bearer === undefined ? {} : { authorization: `Bearer ${bearer}` };
      const { status, body } = await send(url, headers);
      if (status !== 200) throw new NoPicture(`a file of a stream was answered with ${status}`);
      return body;
    },
    async signal(url, bearer, message) {
      const { status, body } = await post(url, bearer, message);
      return { status, sdp: signalSchema.safeParse(parsed(body)).data?.sdp };
    },
    close: () => dispatcher.destroy(),
  };
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
