/** Masks in an answer what is new with each bridge: ids, tokens, addresses, times. */
import type { Json } from '../../lab/replay/variables.ts';

const masks: readonly (readonly [RegExp, string])[] = [
  [/https?:\/\/[\w.:[\]-]+/g, '<origin>'],
  [/\/live\/[\w.~-]+/g, '/live/<ticket>'],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, '<token>'],
  [/\b[\w-]{40,}\b/g, '<secret>'],
  [/\b([ads])_[\w-]{22}/g, '<$1>'],
];

/** Keys whose values are new each time, whatever they look like. */
const secrets: ReadonlySet<string> = new Set(['cameraStreamAuthToken', 'requestId']);

/** Replaces `ids` by what stands for each: a device of the same place in the list is the same device. */
export function masked(value: Json, ids: ReadonlyMap<string, string>): Json {
  if (typeof value === 'string') {
    const known = ids.get(value);
    return known ?? masks.reduce((text, [form, mask]) => text.replace(form, mask), value);
  }
  if (Array.isArray(value)) return value.map((one) => masked(one, ids));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, one]): [string, Json] => [
    ids.get(key) ?? key,
    secrets.has(key) && typeof one === 'string' ? '<secret>' : masked(one, ids),
  ]);
  return Object.fromEntries(entries);
}
