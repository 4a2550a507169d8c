/** By what a camera is recognised, as the commands print it in JSON. */
import type { RegisteredPin } from '../../wall/operator/pin-register.ts';

const iso = (at: number): string => new Date(at).toISOString();

/** Returns a pin for `--json`: times as text, null if no other camera answers. */
export function shownPin({ line, description, since, state, stranger }: RegisteredPin) {
  const other = stranger && { description: stranger.description, since: iso(stranger.since) };
  return { line, description, since: iso(since), state, stranger: other ?? null };
}
