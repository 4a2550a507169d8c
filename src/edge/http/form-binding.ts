/**
 * Ties a form to the sign-in under which it was shown. If somebody else signed in meanwhile in the same
 * browser, the cookie is another one and the form is worth nothing any more; nor can anyone make one without
 * the cookie.
 */
import { createHmac } from 'node:crypto';
import { sameSecret } from '../../identity/secret.ts';

/** Returns the value that goes into the form; `purpose` says what it would do, and to what. */
export function bindForm(cookie: string, purpose: string): string {
  return createHmac('sha256', cookie).update(purpose).digest('base64url');
}

/** Whether a form that came back was shown under this sign-in and for this purpose. */
export function isBound(form: URLSearchParams, cookie: string, purpose: string): boolean {
  return sameSecret(form.get('binding') ?? '', bindForm(cookie, purpose));
}
