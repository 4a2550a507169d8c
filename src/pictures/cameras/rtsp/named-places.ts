/**
 * What else the URLs that a camera names may be, besides its own presentation: a recorder that mixes its
 * channels up would have us set up another household's.
 */
import { spellPath } from '../../../wall/partitions/place.ts';
import { RtspFault } from './fault.ts';

/** More parts than any honest URL has below its presentation. */
const maxParts = 16;

interface Parts {
  readonly parts: readonly string[];
  /** With its question mark; empty if nothing is asked. */
  readonly query: string;
}

/** Many append what names the track to the whole URL, query and all: it is taken for a part of the path. */
function read(text: string): Parts {
  const [, path = '', asked = '', track = ''] =
    /^([^?]*)(\?[^/]*)?(.*)$/s.exec(text.replace(/%3f/giu, '?')) ?? [];
  const query = spellPath(`/${asked}`).replace(/^\/\?/, '?');
  const parts = spellPath(`${path}${track}`).replace(/\?.*$/s, '').split('/');
  return { parts: parts.filter((part) => part !== ''), query: query === '?' ? '' : query };
}

/** Where `own` has slashes in its query, another one's may end at each of them. Left out is what `own` begins with. */
function longerQueries(own: string, named: string): readonly string[] {
  const at = named.indexOf('?');
  const [first = '', ...more] = at < 0 ? [] : named.slice(at).split('/');
  const path = named.slice(0, Math.max(at, 0));
  const home = spellPath(own);
  if (!home.includes('%2f', home.indexOf('?'))) return [];
  return more
    .slice(0, maxParts)
    .map((_, last) => spellPath(path + [first, ...more.slice(0, last + 1)].join('/')))
    .filter((place) => !home.startsWith(place));
}

const pathOf = (parts: readonly string[]): string => `/${parts.join('/')}`;

/**
 * Paths and queries that may be another presentation's, of `named` (absolute paths, queries included): it
 * itself, and each path above it, with and without its query. Left out are `own`, and what is above both, but
 * for what is right above `named`: there its presentation stands.
 * @throws RtspFault `malformed` if it goes too deep
 */
export function namedPlaces(own: string, named: string): readonly string[] {
  const home = read(own);
  const { parts, query } = read(named);
  if (parts.length > home.parts.length + maxParts) throw new RtspFault('malformed');
  const homePath = pathOf(home.parts);
  const places = new Set<string>();
  for (let length = parts.length; length >= 0; length -= 1) {
    const path = pathOf(parts.slice(0, length));
    const isHome = path === homePath;
    const above = !isHome && (path === '/' || homePath.startsWith(`${path}/`));
    if (above && length < parts.length - 1) break;
    // Many leave out the query of their presentation; who names another one means another channel.
    if (!isHome) places.add(path);
    if (query !== '' && !(isHome && query === home.query)) places.add(`${path}${query}`);
    if (isHome) break;
  }
  return [...places, ...longerQueries(own, named)];
}
