/**
 * Reads `/live/<ticket>/<file>` from the raw request target.
 *
 * It reads the bytes as they came, not a decoded or normalised path: `..`, `//`, `;x.css`, `%2f`, other case,
 * a slash or another name behind it simply do not match, and a cache in front never sees two spellings of one
 * resource.
 */

export interface MediaPath {
  readonly ticket: string;
  readonly file: string;
}

const form =
  /^\/live\/([\w-]{1,200}\.[\w-]{1,1000}\.[\w-]{1,200})\/([a-z0-9][a-z0-9_.-]{0,80})(?:\?|$)/;

/** Returns the two parts of a media path, or undefined for every other spelling. */
export function readMediaPath(target: string): MediaPath | undefined {
  const match = form.exec(target);
  if (match === null) return undefined;
  const [, ticket = '', file = ''] = match;
  return file.includes('..') ? undefined : { ticket, file };
}
