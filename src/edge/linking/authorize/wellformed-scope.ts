/**
 * A scope must have the form of one (RFC 6749 §3.3). Casement knows one kind of access, so any name is
 * accepted; it is kept with the grant and returned with the token.
 */
import { single } from '../parameters.ts';
import { OAuthRefusal } from '../refusal.ts';

const token = /^[\x21\x23-\x5b\x5d-\x7e]+$/;
const longest = 1000;

/** Returns the scope: space separated, each name once. @throws OAuthRefusal `invalid_scope`. */
export function wellformedScope(parameters: URLSearchParams): string {
  const scope = single(parameters, 'scope') ?? '';
  const names = scope.split(' ').filter((name) => name !== '');
  if (scope.length > longest || !names.every((name) => token.test(name))) {
    throw new OAuthRefusal('invalid_scope', 'scope has another form');
  }
  return [...new Set(names)].join(' ');
}
