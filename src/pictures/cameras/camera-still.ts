import { request } from 'undici';
import { type Authorizer, createAuthorizer } from './authorizer.ts';
import { guardedAgent } from './guarded-agent.ts';
import { ledBy } from './http-redirect.ts';
import { OnvifFault } from './onvif/fault.ts';
import { askedOf, reasonOf } from './reason-of.ts';
import type { Reason } from './reason.ts';
import { maxRedirects } from './redirect.ts';
import { type FaultReason, RtspFault } from './rtsp/fault.ts';
import type { Lookup } from './lookup.ts';
import { credentialsOf } from './credentials.ts';
import { Failure } from '../../common/failures.ts';
import { type Likeness, likenessOf } from './origin/likeness.ts';
import { type OriginGuard, OriginRefusal } from './origin/origin.ts';
import { isJpeg } from '../media/jpeg/head.ts';
import { limits } from '../media/limits.ts';

/** Whether a camera that says this of itself over HTTP is the right one. */
export type RecogniseStill = (seen: Likeness) => Promise<boolean>;

export interface StillRequest {
  /** http:// or https://, credentials included; they answer a Basic or Digest challenge. */
  readonly url: string;
  /** Guards the connection: holds it to the bound origin. */
  readonly guard: OriginGuard;
  readonly lookup: Lookup;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  /** Called before a JPEG is returned. */
  readonly recognise: RecogniseStill;
}

/**
 * Fetches the camera's own still. A redirect is followed to another path of the same origin, and nowhere
 * else. Every connection serves one request: a kept one could hold another answer in front of the next one
 * asked for. `note` is called with how it went; undefined: well.
 * @throws Failure `device-offline` for anything but a JPEG of at most 8 MB before `signal` aborts.
 */
export async function fetchStill(
  asked: StillRequest,
  note: (reason: Reason | undefined) => void = () => undefined,
): Promise<Uint8Array> {
  const jpeg = await askStill(asked).catch((error: unknown) => {
    note(asked.signal.aborted ? { code: 'timed-out' } : reasonOf(error, askedOf(asked.url)));
    // Whatever it was may name the address, which holds a password.
    throw new Failure('device-offline', 'the camera gave no still');
  });
  note(undefined);
  return jpeg;
}

/**
 * Fetches the same, for a caller who wants to know why there is none. @throws OriginRefusal, RtspFault, or whatever
 * else went wrong
 */
export async function askStill(asked: StillRequest): Promise<Uint8Array> {
  const { guard, recognise } = asked;
  const { answer, realm } = await followed(asked).catch((error: unknown) => {
    throw faultOf(error);
  });
  const reason = reasonAgainst(answer);
  if (reason !== undefined) throw new RtspFault(reason, { status: answer.status });
  const seen = likenessOf({ server: answer.server, realm });
  const isSame = await recognise(seen).catch((cause: unknown) => {
    const isKnown = [OriginRefusal, OnvifFault, RtspFault].some((kind) => cause instanceof kind);
    throw isKnown ? cause : new RtspFault('unverified', { cause });
  });
  if (!isSame) throw new RtspFault('other-camera');
  guard.recognised();
  await guard.bind().catch((cause: unknown) => {
    throw new RtspFault('unbound', { cause });
  });
  return answer.body;
}

/** Returns what the client's own errors say of the camera. */
function faultOf(cause: unknown): unknown {
  const { name, code } = cause as { name?: unknown; code?: unknown };
  const malformed = name === 'HTTPParserError' || code === 'UND_ERR_HEADERS_OVERFLOW';
  if (malformed || (cause instanceof Failure && cause.code === 'too-large')) {
    return new RtspFault('malformed', { cause });
  }
  return code === 'UND_ERR_SOCKET' ? new RtspFault('closed', { cause }) : cause;
}

function reasonAgainst({ status, next, body }: Answer): FaultReason | undefined {
  if (next !== undefined) return 'redirects';
  if (status === 401 || status === 403) return 'unauthorized';
  if (status === 404) return 'not-found';
  if (status !== 200) return 'refused';
  return isJpeg(body) ? undefined : 'malformed';
}

async function followed(asked: StillRequest) {
  let address = new URL(asked.url);
  const authorizer = createAuthorizer(credentialsOf(address), asked.guard.choose);
  address.username = '';
  address.password = '';
  for (let left = maxRedirects; ; left -= 1) {
    const answer = await authorized(asked, address, authorizer);
    if (answer.next === undefined || left === 0) return { answer, realm: authorizer.realm };
    address = answer.next;
  }
}

interface Answer {
  readonly status: number;
  readonly challenges: readonly string[];
  readonly server: string | undefined;
  /** Where a redirect leads on the same origin. */
  readonly next: URL | undefined;
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
  const sockets = { guard, lookup, signal, timeoutMs };
  const { dispatcher, peer } = guardedAgent({ ...sockets, url: address, keepAlive: false });
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
      if (size > limits.jpegBytes) throw new Failure('too-large', 'the still is too large');
      chunks.push(chunk);
    }
    return {
      status: statusCode,
      challenges: [headers['www-authenticate'] ?? []].flat(),
      server: [headers['server'] ?? []].flat()[0],
      next: ledBy(guard, { from: address, status: statusCode, headers, peer: peer() }),
      body: Buffer.concat(chunks),
    };
  } finally {
    await dispatcher.destroy();
  }
}
