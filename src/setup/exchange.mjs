/**
 * Exchanges what two paths name, of which one is a link: rename(2) puts no folder in its place. For some
 * microseconds there is nothing at `one`.
 */
import { renameSync } from 'node:fs';

export function exchange(one, other) {
  const between = `${other}.between`;
  renameSync(one, between);
  renameSync(other, one);
  renameSync(between, other);
}
