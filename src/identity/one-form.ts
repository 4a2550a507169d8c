/** Base64url (RFC 4648 §5) lets the last character of a text carry bits that no byte uses. */

/** Whether a JWS in compact form ends in the one text that its signature's bytes have. */
export function hasOneForm(token: string): boolean {
  const signature = token.slice(token.lastIndexOf('.') + 1);
  return Buffer.from(signature, 'base64url').toString('base64url') === signature;
}
