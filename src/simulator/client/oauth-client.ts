/** The client's side of account linking: authorization code with PKCE (RFC 6749, RFC 7636). */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { Failure } from '../../common/failures.ts';
import { frontDoorMend } from './front-door-mend.ts';
import type { Holder, Tokens } from './links.ts';

export interface ClientCredentials {
  readonly id: string;
  readonly secret: string;
}

/** How long the bridge may take to answer, in milliseconds. */
export const patienceMs = 10_000;

/**
 * Nobody answers at the bridge's public origin, as seen from its own machine. What `fetch` throws tells no more than
 * its code, in many lines.
 */
export function unreachable(thrown: unknown): Failure {
  const cause = typeof thrown === 'object' && thrown !== null && 'cause' in thrown && thrown.cause;
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : '';
  const why = typeof code === 'string' && code !== '' ? ` (${code})` : '';
  const what = `the bridge cannot be reached by its PUBLIC_URL from its own machine${why}`;
  const mend = typeof code === 'string' ? frontDoorMend(code) : undefined;
  return new Failure('overloaded', mend === undefined ? what : `${what}: ${mend}`);
}

/** The bridge says so, and of nothing else that it ails. */
export const tooMany = (): Failure => new Failure('too-many', 'too much is asked for at a time');

const linkedAnswer = z.object({ access_token: z.string(), refresh_token: z.string() });
const refreshedAnswer = z.object({
  access_token: z.string(),
  refresh_token: z.string().optional(),
});

/** Where to send the person who links (RFC 6749 section 4.1.1, RFC 7636 section 4.3). */
export function authorizeUrl(
  origin: string,
  client: string,
  asked: { readonly redirectUri: string; readonly state: string; readonly verifier: string },
): string {
  const url = new URL('/oauth/authorize', origin);
  url.search = new URLSearchParams({
    client_id: client,
    redirect_uri: asked.redirectUri,
    response_type: 'code',
    state: asked.state,
    code_challenge: createHash('sha256').update(asked.verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }).toString();
  return url.href;
}

async function post(
  origin: string,
  client: ClientCredentials,
  fields: Readonly<Record<string, string>>,
): Promise<unknown> {
  let answer: Response;
  try {
    answer = await fetch(new URL('/oauth/token', origin), {
      method: 'POST',
      redirect: 'error',
      body: new URLSearchParams({ client_id: client.id, client_secret: client.secret, ...fields }),
      signal: AbortSignal.timeout(patienceMs),
    });
  } catch (cause) {
    throw unreachable(cause);
  }
  const body: unknown = await answer.json().catch(() => undefined);
  if (answer.ok) return body;
  if (answer.status === 429) throw tooMany();
  throw answer.status < 500
    ? new Failure('unauthenticated', 'the bridge refused the link')
    : new Failure('overloaded', 'the bridge cannot answer just now');
}

function understood<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new Failure('internal', 'the token answer cannot be understood');
  return parsed.data;
}

/**
 * Turns a code into tokens (RFC 6749 section 4.1.3).
 * @throws Failure `unauthenticated` when the code is refused, `overloaded` or `too-many` when nobody can say.
 */
export async function exchangeCode(
  origin: string,
  client: ClientCredentials,
  given: { readonly code: string; readonly redirectUri: string; readonly verifier: string },
): Promise<Tokens> {
  const body = await post(origin, client, {
    grant_type: 'authorization_code',
    code: given.code,
    redirect_uri: given.redirectUri,
    code_verifier: given.verifier,
  });
  const answer = understood(linkedAnswer, body);
  return { access: answer.access_token, refresh: answer.refresh_token };
}

/** A fresh access token (RFC 6749 section 6). @throws as exchangeCode. */
export async function refreshTokens(
  origin: string,
  client: ClientCredentials,
  tokens: Tokens,
): Promise<Tokens> {
  const body = await post(origin, client, {
    grant_type: 'refresh_token',
    refresh_token: tokens.refresh,
  });
  const answer = understood(refreshedAnswer, body);
  return { access: answer.access_token, refresh: answer.refresh_token ?? tokens.refresh };
}

/**
 * Which account it is, and what it is called, from the userinfo endpoint (OpenID Connect Core section 5.3); undefined
 * where the bridge has none or does not say: then the display is nobody's who signs in at its browser.
 */
export async function accountOf(origin: string, tokens: Tokens): Promise<Holder | undefined> {
  const answer = await fetch(new URL('/oauth/userinfo', origin), {
    redirect: 'error',
    headers: { authorization: `Bearer ${tokens.access}` },
    signal: AbortSignal.timeout(patienceMs),
  }).catch(() => undefined);
  const body: unknown = await answer?.json().catch(() => undefined);
  const text = z.string().min(1).max(100);
  const parsed = z.object({ sub: text, name: text }).safeParse(body);
  return answer?.ok === true && parsed.success ? parsed.data : undefined;
}
