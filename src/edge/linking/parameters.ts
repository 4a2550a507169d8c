/** Reading OAuth parameters from a query or a form (RFC 6749 §3.1, §3.2, appendix A). */
import { OAuthRefusal } from './refusal.ts';

const printable = /^[\x20-\x7e]*$/;

/**
 * Returns the one value of a parameter; undefined if it is missing or empty, which is the same.
 * @throws OAuthRefusal `invalid_request` if it is there twice or is not printable ASCII.
 */
export function single(parameters: URLSearchParams, name: string): string | undefined {
  const values = parameters.getAll(name);
  if (values.length > 1) {
    throw new OAuthRefusal('invalid_request', `the parameter ${name} is there more than once`);
  }
  const [value] = values;
  if (value === undefined || value === '') return undefined;
  if (!printable.test(value)) {
    throw new OAuthRefusal(
      'invalid_request',
      `the parameter ${name} has other than printable ASCII`,
    );
  }
  return value;
}

/**
 * Refuses any repeated parameter, known to us or not.
 * @throws OAuthRefusal `invalid_request`.
 */
export function refuseRepeats(parameters: URLSearchParams): void {
  const names = [...parameters.keys()];
  if (new Set(names).size !== names.length) {
    throw new OAuthRefusal('invalid_request', 'a parameter is there more than once');
  }
}
