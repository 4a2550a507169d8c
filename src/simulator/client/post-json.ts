/** JSON under a bearer token: intents to the webhook, and signalling messages to a stream. */

/** Returns the headers of a body of JSON under that token. */
export const jsonHeaders = (bearer: string) => ({
  authorization: `Bearer ${bearer}`,
  'content-type': 'application/json',
});

interface Posting extends Omit<RequestInit, 'method' | 'headers' | 'body'> {
  /** Headers beside those of JSON under a bearer token. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Posts `message`. `init` adds to how that is done. @throws as `fetch` */
export function postJson(
  url: string | URL,
  bearer: string,
  message: unknown,
  init: Posting = {},
): Promise<Response> {
  const headers = { ...init.headers, ...jsonHeaders(bearer) };
  return fetch(url, { ...init, method: 'POST', headers, body: JSON.stringify(message) });
}

/** Posts an intent request to the webhook of the bridge at `origin`. @throws as `fetch` */
export function postIntent(
  origin: string,
  bearer: string,
  request: unknown,
  init?: Posting,
): Promise<Response> {
  return postJson(new URL('/fulfillment', origin), bearer, request, init);
}
