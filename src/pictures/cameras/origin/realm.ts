/**
 * Realms, made fit for comparing: without versions and addresses, as likenesses are. A realm that is nothing
 * else (many makers write the camera's address there) is compared whole: else every camera with such a one
 * would have the same.
 */
import { bare } from '../../../wall/partitions/saying.ts';
import { plain } from './likeness.ts';

/** Whether anything is left that could distinguish one from another: a letter or a digit that is no port. */
const tells = (text: string): boolean => /[\p{L}\p{N}]/u.test(text.replace(/:\d{1,5}/gu, ''));

/** Returns the realm as it is compared. */
export function spellRealm(text: string): string {
  const spelt = plain(text);
  return tells(spelt) ? spelt : bare(text);
}

/**
 * Whether `realm` (spelt) is the one that was bound. For such a realm earlier versions bound what was left of
 * it; that is renewed at the next good connection.
 */
export const sameRealm = (bound: string, realm: string): boolean =>
  bound === realm || (!tells(bound) && plain(realm) === bound);
