/** The client's side of account linking: authorization code with PKCE (RFC 6749, RFC 7636). */
import { z } from 'zod';
import { Failure } from '../../common/failures.ts';
import { frontDoorMend } from './front-door-mend.ts';
import type { Holder, Tokens } from './links.ts';
import { authorizeQuery, codeForm, postForm, refreshForm } from './oauth-forms.ts';
import type { AuthorizationRequest, ClientCredentials, IssuedCode } from './oauth-forms.ts';

/** How long the bridge may take to answer, in milliseconds. */
export const timeoutMs = 10_000;

/**
 * Makes the failure that says: nobody answers at the bridge's public origin, as seen from its own machine. The error
 * of `fetch` says no more than its code, in many lines.
 */
export function unreachable(thrown: unknown): Failure {
  const cause = typeof thrown === 'object' && thrown !== null && 'cause' in thrown && thrown.cause;
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : '';
  const why = typeof code === 'string' && code !== '' ? ` (${code})` : '';
  const what = `the bridge cannot be reached by its PUBLIC_URL from its own machine${why}`;
  const mend = typeof code === 'string' ? frontDoorMend(code) : undefined;
  return new Failure('overloaded', mend === undefined ? what : `${what}: ${mend}`);
}

/** Makes the failure by which the bridge says that too much is asked for, and nothing else of its troubles. */
export const tooMany = (): Failure => new Failure('too-many', 'too much is asked for at a time');

const linkedAnswer = z.object({ access_token: z.string(), refresh_token: z.string() });
const refreshedAnswer = z.object({
  access_token: z.string(),
  refresh_token: z.string().optional(),
});

/** Returns where to send the person who links (RFC 6749 section 4.1.1, RFC 7636 section 4.3). */
export function authorizeUrl(origin: string, asked: AuthorizationRequest): string {
  const url = new URL('/oauth/authorize', origin);
  url.search = authorizeQuery(asked).toString();
  return url.href;
}

async function post(origin: string, form: Readonly<Record<string, string>>): Promise<unknown> {
  let answer: Response;
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    answer = await postForm(origin, 'token', form, { redirect: 'error', signal });
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
 * @throws Failure `unauthenticated` if the code is refused, `overloaded` or `too-many` if nobody can say.
 */
export async function exchangeCode(
  origin: string,
  client: ClientCredentials,
  given: IssuedCode,
): Promise<Tokens> {
  const answer = understood(linkedAnswer, await post(origin, codeForm(client, given)));
  return { access: answer.access_token, refresh: answer.refresh_token };
}

/** Returns a fresh access token (RFC 6749 section 6). @throws as exchangeCode. */
export async function refreshTokens(
  origin: string,
  client: ClientCredentials,
  tokens: Tokens,
): Promise<Tokens> {
  const body = await post(origin, refreshForm(client, tokens.refresh));
  const answer = understood(refreshedAnswer, body);
  return { access: answer.access_token, refresh: answer.refresh_token ?? tokens.refresh };
}

/**
 * Returns which account it is, and its name, from the userinfo endpoint (OpenID Connect Core section 5.3);
 * undefined if the bridge has none or does not say: then the display belongs to nobody who signs in at its
 * browser.
 */
export async function accountOf(origin: string, tokens: Tokens): Promise<Holder | undefined> {
  const answer = await fetch(new URL('/oauth/userinfo', origin), {
    redirect: 'error',
    headers: { authorization: `Bearer ${tokens.access}` },
    signal: AbortSignal.timeout(timeoutMs),
  }).catch(() => undefined);
  const body: unknown = await answer?.json().catch(() => undefined);
  const text = z.string().min(1).max(100);
  const parsed = z.object({ sub: text, name: text }).safeParse(body);
  return answer?.ok === true && parsed.success ? parsed.data : undefined;
}
