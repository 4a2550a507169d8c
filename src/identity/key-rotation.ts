/** How the keys of a key file change: new ones go in front, and some of the older ones are over. */
import { newPair, newShared, type KeyFile } from './key-file-form.ts';
import { longestAccessTokenMs, longestTicketMs } from './lifetimes.ts';

interface Dated {
  readonly replaced?: number | undefined;
}

type List<T> = [T, ...T[]];

const inFront = <T extends Dated>(fresh: T, [newest, ...older]: List<T>, now: number): List<T> => [
  fresh,
  { ...newest, replaced: now },
  ...older,
];

/**
 * Returns the keys with new ones for access tokens, tickets and sealing in front. Those of the record and of
 * hashes stay: what was written with them has to verify and compare as long as the record is kept.
 */
export function rotated(keys: KeyFile, now: number): KeyFile {
  return {
    ...keys,
    signing: inFront(newPair(now), keys.signing, now),
    tickets: inFront(newShared(now), keys.tickets, now),
    sealing: inFront(newShared(now), keys.sealing, now),
  };
}

/** Returns the keys without any older one of tokens and tickets: what those signed is believed no more. */
export function atOnce(keys: KeyFile): KeyFile {
  return { ...keys, signing: [keys.signing[0]], tickets: [keys.tickets[0]] };
}

/** Returns when nothing that a replaced key has signed can still be in date. */
function endOf({ replaced }: Dated, longestMs: number): number {
  return replaced === undefined ? Number.POSITIVE_INFINITY : replaced + longestMs;
}

function still<T extends Dated>(
  [newest, ...older]: List<T>,
  longestMs: number,
  now: number,
): List<T> {
  return [newest, ...older.filter((key) => now < endOf(key, longestMs))];
}

/** Returns the keys without the older ones of tokens and tickets that have outlived everything they signed. */
export function standing(keys: KeyFile, now: number): KeyFile {
  return {
    ...keys,
    signing: still(keys.signing, longestAccessTokenMs, now),
    tickets: still(keys.tickets, longestTicketMs, now),
  };
}

/** Returns when the next of them will have: milliseconds since 1970, or infinity. */
export function nextEnd({ signing, tickets }: KeyFile, now: number): number {
  const ends = [
    ...signing.slice(1).map((key) => endOf(key, longestAccessTokenMs)),
    ...tickets.slice(1).map((key) => endOf(key, longestTicketMs)),
  ];
  return Math.min(...ends.filter((end) => end > now), Number.POSITIVE_INFINITY);
}

/** Returns when an older key ends by itself; undefined for one that does not. */
export function endsAt(kind: keyof KeyFile, key: Dated): number | undefined {
  if (key.replaced === undefined) return undefined;
  if (kind === 'signing') return key.replaced + longestAccessTokenMs;
  return kind === 'tickets' ? key.replaced + longestTicketMs : undefined;
}

/** Returns the keys without these older sealing keys; the newest stays in any case. */
export function withoutSealing(keys: KeyFile, dropped: ReadonlySet<string>): KeyFile {
  const [newest, ...older] = keys.sealing;
  return { ...keys, sealing: [newest, ...older.filter(({ kid }) => !dropped.has(kid))] };
}
