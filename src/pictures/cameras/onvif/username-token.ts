/** WS-Security UsernameToken with a password digest, as ONVIF cameras want it (ONVIF Core §5.9.1). */
import { createHash, randomBytes } from 'node:crypto';
import type { Credentials } from '../credentials.ts';
import { escaped } from './envelope.ts';

const wss = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss';
const nonceBytes = 16;

/** Base64 of SHA-1 over nonce, time and password (WS-Security UsernameToken Profile 1.0 §3.1). */
export function passwordDigest(nonce: Buffer, created: string, password: string): string {
  return createHash('sha1').update(nonce).update(created).update(password).digest('base64');
}

/** Returns the header of one request; `at`: milliseconds since 1970 by the camera's clock. */
export function usernameToken({ user, password }: Credentials, at: number): string {
  const nonce = randomBytes(nonceBytes);
  const created = new Date(at).toISOString();
  const digest = passwordDigest(nonce, created, password);
  return (
    `<Security xmlns="${wss}-wssecurity-secext-1.0.xsd"><UsernameToken>` +
    `<Username>${escaped(user)}</Username>` +
    `<Password Type="${wss}-username-token-profile-1.0#PasswordDigest">${digest}</Password>` +
    `<Nonce EncodingType="${wss}-soap-message-security-1.0#Base64Binary">` +
    `${nonce.toString('base64')}</Nonce>` +
    `<Created xmlns="${wss}-wssecurity-utility-1.0.xsd">${created}</Created>` +
    '</UsernameToken></Security>'
  );
}
