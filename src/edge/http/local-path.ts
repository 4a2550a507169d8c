/** Where to go after signing in: a path of ours, whatever the link said. */

const longest = 16_384;
/** Starts with one slash; printable ASCII without a backslash. */
const local = /^\/(?!\/)[!-[\]-~]*$/;

/**
 * Returns `text` if it is a path (and query) on this host, else undefined. Browsers read `//evil`, `/\evil`
 * and `/<tab>/evil` as another host: none of these passes.
 */
export function localPath(text: string | null): string | undefined {
  if (text === null || text.length > longest || !local.test(text)) return undefined;
  const url = new URL(text, 'http://casement.invalid');
  // Dot segments could leave two slashes in front.
  const path = `${url.pathname}${url.search}`;
  return url.host === 'casement.invalid' && !path.startsWith('//') ? path : undefined;
}
