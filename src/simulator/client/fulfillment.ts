/** Calls the bridge's webhook as Google does: bearer, one refresh on 401, then the link is over. */
import { Failure } from '../../common/failures.ts';
import type { Link } from './links.ts';
import { timeoutMs, refreshTokens, tooMany, unreachable } from './oauth-client.ts';
import type { ClientCredentials } from './oauth-forms.ts';
import { postIntent } from './post-json.ts';

async function post(origin: string, bearer: string, request: unknown): Promise<Response> {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    return await postIntent(origin, bearer, request, { redirect: 'error', signal });
  } catch (cause) {
    throw unreachable(cause);
  }
}

async function refresh(origin: string, client: ClientCredentials, link: Link): Promise<void> {
  async function renew(): Promise<void> {
    try {
      link.tokens = await refreshTokens(origin, client, link.tokens);
    } finally {
      link.refreshing = undefined;
    }
  }
  link.refreshing ??= renew();
  await link.refreshing;
}

/**
 * Asks one intent for one link.
 * @throws Failure `unauthenticated` if the token is refused, refreshed or not; `overloaded` if the bridge
 * cannot be reached or says so itself, `too-many` or `bad-request` if it says that; `internal` for any other
 * answer.
 */
export async function callFulfillment(
  origin: string,
  client: ClientCredentials,
  link: Link,
  request: unknown,
): Promise<unknown> {
  const used = link.tokens.access;
  let answer = await post(origin, used, request);
  if (answer.status === 401) {
    await answer.body?.cancel();
    if (link.tokens.access === used) await refresh(origin, client, link);
    answer = await post(origin, link.tokens.access, request);
  }
  if (answer.ok) return answer.json().catch(() => undefined);
  await answer.body?.cancel();
  // The user of the display has asked for something odd, or for too much of it.
  if (answer.status === 400) throw new Failure('bad-request', 'the bridge refused the request');
  if (answer.status === 401) {
    throw new Failure('unauthenticated', 'the bridge no longer accepts this link');
  }
  if (answer.status === 429) throw tooMany();
  if (answer.status >= 500) throw new Failure('overloaded', 'the bridge cannot answer just now');
  throw new Failure('internal', `the bridge answered ${answer.status}`);
}
