/**
 * Pins of an earlier version: one hash over what names the device and what names its stream. The two cannot
 * be told apart in it, so it is compared whole until a connection has matched it, and is then replaced by a
 * pin of the device alone.
 */
import type { Pin, PinReading } from '../../../wall/partitions/origin-port.ts';
import { describe, hashOf, sayings, streamSayings, type Likeness } from './likeness.ts';

const ofStream: ReadonlySet<string> = new Set(streamSayings);

/** Whether the name of the stream is part of it. */
export function isOld({ fields }: Pick<Pin, 'fields'>): boolean {
  return fields.some((name) => ofStream.has(name));
}

/** Returns what a camera says of itself, in as many words as a pin is made of. */
export function describeFor(pin: Pick<Pin, 'fields'>, seen: Likeness): string {
  return isOld(pin) ? describe(seen, [...sayings, ...streamSayings]) : describe(seen);
}

/**
 * Returns the pin that replaces an old one which `seen` has matched: the same camera, known since the same
 * time. If nothing of the device is left, it is known from `now` on, in milliseconds since 1970.
 */
export function renewed(old: Pin, seen: Likeness, now: number): Pin {
  const { camera, line } = old;
  const fields = old.fields.filter((name) => !ofStream.has(name));
  const pin = { camera, line, fields, hash: hashOf(seen, fields), description: describe(seen) };
  return { ...pin, since: isUnbound(pin) ? now : old.since };
}

/**
 * Whether a pin holds nothing that names the device, so that any camera which is as silent matches it. This
 * works for an old one, too: its description has the words that it may be made of.
 */
export function isUnbound({
  fields,
  hash,
  description,
}: Pick<Pin, 'fields' | 'hash' | 'description'>): boolean {
  return streamsOf(description).some((said) => hashOf(said, fields) === hash);
}

/** For the operator's registers. */
export const pinReading: PinReading = { isOld, isUnbound };

/** Returns every likeness of the stream alone that has this description, and the one of a camera that says nothing. */
function streamsOf(description: string): readonly Likeness[] {
  const parts = description.split(', ');
  const pairs = parts.map((_, at) => ({
    session: parts.slice(0, at).join(', '),
    information: parts.slice(at).join(', '),
  }));
  // The same words twice are described once.
  const twice = { session: description, information: description };
  return [{}, { session: description }, twice, ...pairs];
}
