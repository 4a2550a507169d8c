/**
 * No cache may give one account's answer to another: every answer says so, errors included. It is the default
 * for all answers; those that are the same for everybody opt out by name.
 */
import type { ServerResponse } from 'node:http';

/** Forbids every cache on the way to keep this answer (RFC 9111 section 5.2.2). */
export function keepPrivate(response: ServerResponse): void {
  response.setHeader('Cache-Control', 'private, no-store');
  response.setHeader('Vary', 'Authorization');
}

/** Allows caches to keep an answer that holds nothing of any account, for `seconds`. */
export function keepPublic(response: ServerResponse, seconds: number): void {
  response.setHeader('Cache-Control', `public, max-age=${String(seconds)}`);
  response.removeHeader('Vary');
}
