/** Questions to one camera's ONVIF service over HTTP, one after the other, on a connection of their own. */
import { isIP } from 'node:net';
import { callbackify } from 'node:util';
import { Agent, request } from 'undici';
import type { Authorizer } from '../authorizer.ts';
import type { Lookup } from '../rtsp/lookup.ts';
import { contentType, type Operation } from './envelope.ts';
import { OnvifFault } from './fault.ts';

/** An answer to either question has a few kilobytes at most. */
export const mostBytes = 65_536;

export interface Answer {
  readonly status: number;
  readonly xml: string;
}

export interface Conversation {
  /** @throws OnvifFault `unreachable`, `timeout` or `malformed` */
  ask(operation: Operation, envelope: string): Promise<Answer>;
  close(): Promise<void>;
}

/** `address` is without credentials. No redirect is followed; `signal` ends everything. */
export function converse(
  address: URL,
  authorizer: Authorizer,
  lookup: Lookup,
  signal: AbortSignal,
): Conversation {
  const find = callbackify(async (host: string) => lookup(host));
  const dispatcher = new Agent({
    connections: 1,
    pipelining: 1,
    connect: {
      lookup(host, { all }, done) {
        find(host, (error, found) => {
          if (error !== null) done(error, '', 0);
          else if (all === true) done(null, [{ address: found, family: isIP(found) }]);
          else done(null, found, isIP(found));
        });
      },
    },
  });

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
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
      size += chunk.byteLength;
      if (size > mostBytes) throw new OnvifFault('malformed');
      chunks.push(chunk);
    }
    return {
      status: answer.statusCode,
      challenges: [answer.headers['www-authenticate'] ?? []].flat(),
      xml: Buffer.concat(chunks).toString('utf8'),
    };
  }

  return {
    async ask(operation, envelope) {
      try {
        const answer = await once(operation, envelope);
        // Some ask for HTTP's Digest. Never Basic: nobody asks ONVIF for a password in plain text.
        const digests = answer.challenges.filter((value) => /^\s*digest\b/i.test(value));
        if (answer.status !== 401 || !authorizer.challenge(digests)) return answer;
        return await once(operation, envelope);
      } catch (error) {
        throw faultOf(error, signal);
      }
    },
    close: () => dispatcher.destroy(),
  };
}

function faultOf(cause: unknown, signal: AbortSignal): OnvifFault {
  if (cause instanceof OnvifFault) return cause;
  if (signal.aborted) return new OnvifFault('timeout', { cause });
  const { name, code } = cause as { name?: unknown; code?: unknown };
  const malformed = name === 'HTTPParserError' || code === 'UND_ERR_HEADERS_OVERFLOW';
  return new OnvifFault(malformed ? 'malformed' : 'unreachable', { cause });
}
