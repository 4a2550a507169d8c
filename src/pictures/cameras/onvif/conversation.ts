/** Asks one camera's ONVIF service over HTTP, one question after the other, on a connection of its own. */
import { request } from 'undici';
import { OriginRefusal } from '../origin/origin.ts';
import type { Authorizer } from '../authorizer.ts';
import { guardedAgent, type GuardedAgentOptions } from '../guarded-agent.ts';
import { ledBy } from '../http-redirect.ts';
import { maxRedirects } from '../redirect.ts';
import { RtspFault } from '../rtsp/fault.ts';
import { contentType, type Operation } from './envelope.ts';
import { OnvifFault } from './fault.ts';

/** An answer to either question has a few kilobytes at most. */
const maxBytes = 65_536;

export interface Answer {
  readonly status: number;
  readonly xml: string;
}

export interface Conversation {
  /** @throws OnvifFault `unreachable`, `timeout` or `malformed`, or OriginRefusal */
  ask(operation: Operation, envelope: string): Promise<Answer>;
  close(): Promise<void>;
}

export interface ConversationOptions extends Omit<GuardedAgentOptions, 'url' | 'keepAlive'> {
  /** Without credentials. */
  readonly service: URL;
  readonly authorizer: Authorizer;
}

/**
 * Begins a conversation with an ONVIF service. A redirect is followed to another path of the
 * origin, for all that is asked from then on. `signal` ends everything.
 */
export function converse(options: ConversationOptions): Conversation {
  const { service, authorizer, guard, lookup, signal, timeoutMs } = options;
  const sockets = { guard, lookup, signal, timeoutMs };
  const { dispatcher, peer } = guardedAgent({ ...sockets, url: service, keepAlive: true });
  let address = service;

  async function once(operation: Operation, body: string) {
    const uri = address.pathname + address.search;
    const authorization = authorizer.header('POST', uri);
    const answer = await request(address, {
      method: 'POST',
      dispatcher,
      signal,
      headers: {
        'content-type': contentType(operation),
        ...(authorization !== undefined && { authorization }),
      },
      body,
    });
    const next = ledBy(guard, {
      from: address,
      status: answer.statusCode,
      headers: answer.headers,
      peer: peer(),
    });
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
      size += chunk.byteLength;
      if (size > maxBytes) throw new OnvifFault('malformed');
      chunks.push(chunk);
    }
    return {
      status: answer.statusCode,
      next,
      challenges: [answer.headers['www-authenticate'] ?? []].flat(),
      xml: Buffer.concat(chunks).toString('utf8'),
    };
  }

  async function followed(operation: Operation, body: string) {
    for (let left = maxRedirects; ; left -= 1) {
      const answer = await once(operation, body);
      if (answer.next === undefined || left === 0) return answer;
      address = answer.next;
    }
  }

  return {
    async ask(operation, envelope) {
      try {
        const answer = await followed(operation, envelope);
        // Some ask for HTTP's Digest. Those that ask only for Basic may take a token.
        const digests = answer.challenges.filter((value) => /^\s*digest\b/i.test(value));
        if (answer.status !== 401 || !authorizer.challenge(digests)) return answer;
        return await followed(operation, envelope);
      } catch (error) {
        throw faultOf(error, signal);
      }
    },
    close: () => dispatcher.destroy(),
  };
}

function faultOf(cause: unknown, signal: AbortSignal): OnvifFault | OriginRefusal {
  if (cause instanceof OnvifFault || cause instanceof OriginRefusal) return cause;
  const late = cause instanceof RtspFault && cause.reason === 'timeout';
  if (signal.aborted || late) return new OnvifFault('timeout', { cause });
  const { name, code } = cause as { name?: unknown; code?: unknown };
  const malformed = name === 'HTTPParserError' || code === 'UND_ERR_HEADERS_OVERFLOW';
  return new OnvifFault(malformed ? 'malformed' : 'unreachable', { cause });
}
