import { isIP } from 'node:net';
import { request } from 'undici';
import { type Authorizer, createAuthorizer } from '../../cameras/authorizer.ts';
import { guardedAgent } from '../../cameras/guarded-agent.ts';
import type { Lookup } from '../../cameras/rtsp/lookup.ts';
import { credentialsOf } from '../../cameras/rtsp/target.ts';
import { Failure } from '../../failures.ts';
import { type Likeness, likenessOf } from '../../partitions/likeness.ts';
import type { OriginGuard } from '../../partitions/origin.ts';
import { isJpeg, mostBytes } from './jpeg.ts';

/** Whether a camera that says this of itself over HTTP is the one that it should be. */
export type RecogniseStill = (seen: Likeness) => Promise<boolean>;

export interface StillRequest {
  /** http:// or https://, credentials included; they answer a Basic or Digest challenge. */
  readonly url: string;
  /** Of the connection; holds it to the origin that is bound. */
  readonly guard: OriginGuard;
  readonly lookup: Lookup;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  /** Asked before a JPEG is given out. */
  readonly recognise: RecogniseStill;
}

const mostRedirects = 3;

/**
 * Fetches the camera's own still. A redirect is followed to another path of the same origin, and
 * nowhere else. Every connection is one request's own: one that is kept could hold another answer in
 * front of the next one asked for.
 *
 * @throws Failure `device-offline` for anything but a JPEG of at most 8 MB before `signal` aborts.
 */
export async function fetchStill(asked: StillRequest): Promise<Uint8Array> {
  const { guard, recognise } = asked;
  try {
    const { answer, realm } = await followed(asked);
    if (answer.status === 200 && isJpeg(answer.body)) {
      const seen = likenessOf({ server: answer.server, realm });
      if (await recognise(seen)) {
        guard.recognised();
        await guard.bind();
        return answer.body;
      }
    }
  } catch {
    // Whatever it was may name the address, which holds a password.
  }
  throw new Failure('device-offline', 'the camera gave no still');
}

async function followed(asked: StillRequest) {
  let address = new URL(asked.url);
  const authorizer = createAuthorizer(credentialsOf(address), asked.guard.choose);
  address.username = '';
  address.password = '';
  for (let left = mostRedirects; ; left -= 1) {
    const answer = await authorized(asked, address, authorizer);
    if (answer.location === undefined || left === 0) return { answer, realm: authorizer.realm };
    address = redirected(asked.guard, address, answer.location, answer.peer);
  }
}

/** Where it leads on the same origin. @throws Error where it leads elsewhere. */
function redirected(guard: OriginGuard, from: URL, location: string, peer: string): URL {
  const next = new URL(location, from);
  const bare = next.hostname.replace(/^\[(.*)\]$/, '$1');
  const sameHost = next.hostname === from.hostname || (isIP(bare) !== 0 && bare === peer);
  if (next.protocol !== from.protocol || !sameHost || next.port !== from.port) {
    guard.refused('leads-elsewhere');
    throw new Error('it leads elsewhere');
  }
  const followed = new URL(from);
  followed.pathname = next.pathname;
  followed.search = next.search;
  return followed;
}

interface Answer {
  readonly status: number;
  readonly challenges: readonly string[];
  readonly server: string | undefined;
  /** Of a redirect. */
  readonly location: string | undefined;
  /** The address that answered. */
  readonly peer: string;
  readonly body: Uint8Array;
}

async function authorized(
  asked: StillRequest,
  address: URL,
  authorizer: Authorizer,
): Promise<Answer> {
  const uri = address.pathname + address.search;
  const answer = await once(asked, address, authorizer.header('GET', uri));
  if (answer.status !== 401 || !authorizer.challenge(answer.challenges)) return answer;
  return once(asked, address, authorizer.header('GET', uri));
}

async function once(
  { guard, lookup, signal, timeoutMs }: StillRequest,
  address: URL,
  authorization: string | undefined,
): Promise<Answer> {
  let peer = '';
  const dispatcher = guardedAgent({
    url: address,
    keepAlive: false,
    guard: {
      ...guard,
      connected(place, key) {
        peer = place.address;
        guard.connected(place, key);
      },
    },
    lookup,
    signal,
    timeoutMs,
  });
  try {
    const { statusCode, headers, body } = await request(address, {
      dispatcher,
      signal,
      headers: { accept: 'image/jpeg', ...(authorization !== undefined && { authorization }) },
    });
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      size += chunk.byteLength;
      if (size > mostBytes) throw new Failure('too-large', 'the still is too large');
      chunks.push(chunk);
    }
    const first = (name: string): string | undefined => [headers[name] ?? []].flat()[0];
    return {
      status: statusCode,
      challenges: [headers['www-authenticate'] ?? []].flat(),
      server: first('server'),
      location: statusCode >= 300 && statusCode < 400 ? first('location') : undefined,
      peer,
      body: Buffer.concat(chunks),
    };
  } finally {
    await dispatcher.destroy();
  }
}
