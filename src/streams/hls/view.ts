/** What one display is shown of a stream: where it begins, and how its playlist goes on from there. */
import type { MediaPlaylist } from './playlist.ts';
import type { Segment, Window } from './window.ts';

/** How long a playlist is at least, once there is so much (RFC 8216 §6.2.2), and the least HOLD-BACK. */
export const listUs = 6_000_000;

export interface View {
  /** Nothing filmed before, in monotonic milliseconds. */
  readonly since: number;
  /** Where it begins on the stream's timeline: with a key picture. */
  readonly fromUs: number;
  /** Segments in which that picture stands still, before the stream's own. */
  readonly held: readonly Segment[];
  readonly targetSeconds: number;
  readonly holdBackSeconds: number;
}

const lengthOf = (segments: readonly Segment[]): number =>
  segments.reduce((sum, { durationUs }) => sum + durationUs, 0);

/** Segments of the window that a view has. */
export function shownOf(window: Window, view: Pick<View, 'since' | 'fromUs'>): readonly Segment[] {
  return window.listed(view.since).filter(({ startUs }) => startUs >= view.fromUs);
}

/** A view that begins with these segments, first those in which its key picture stands still. */
export function viewOf(
  start: Pick<View, 'since' | 'fromUs' | 'held'>,
  shown: readonly Segment[],
): View {
  const all = [...start.held, ...shown];
  const totalUs = lengthOf(all);
  let targetSeconds = Math.max(1, ...all.map(({ durationUs }) => Math.round(durationUs / 1e6)));
  while (!beginsWell(all, totalUs - 3e6 * targetSeconds)) targetSeconds += 1;
  const holdBackSeconds = Math.max(listUs / 1e6, 3 * targetSeconds, Math.ceil(totalUs / 1e6) + 1);
  return { ...start, targetSeconds, holdBackSeconds };
}

/** Whether a player that begins `atUs` after the first segment's begin finds a key picture in that one. */
function beginsWell(all: readonly Segment[], atUs: number): boolean {
  if (atUs <= 0) return true;
  let endUs = 0;
  const within = all.find(({ durationUs }) => (endUs += durationUs) > atUs);
  return within?.independent !== false;
}

/** Numbers the segments of one view; kept for as long as the view is. */
export interface Numbering {
  /** The sequence of the stream's own segment that came first into the view. */
  first: number | undefined;
}

/** The playlist of a view as it is now; undefined while there is nothing to list. */
export function playlistOf(
  view: View,
  numbering: Numbering,
  window: Window,
): MediaPlaylist | undefined {
  const shown = shownOf(window, view);
  numbering.first ??= shown[0]?.sequence;
  const joined = view.held.length > 0;
  // The picture that stood still goes on there: it carries on, whatever was before it.
  const own = shown.map((segment) =>
    joined && segment.startUs === view.fromUs ? { ...segment, discontinuity: false } : segment,
  );
  let segments: readonly Segment[] = [...view.held, ...own];
  // Were some lost on the way, the picture that stands still is not listed before them.
  if (shown[0] !== undefined && shown[0].sequence !== numbering.first) segments = own;
  const keepUs = Math.max(listUs, 3e6 * view.targetSeconds);
  let lengthUs = lengthOf(segments);
  while (segments[0] !== undefined && lengthUs - segments[0].durationUs >= keepUs) {
    lengthUs -= segments[0].durationUs;
    segments = segments.slice(1);
  }
  const [head] = segments;
  if (head === undefined) return undefined;
  const at = view.held.indexOf(head);
  const firstShown = shown.find(({ sequence }) => sequence === head.sequence) ?? shown[0];
  const hiddenMark = joined && firstShown?.startUs === view.fromUs && firstShown.discontinuity;
  return {
    segments,
    sequence: at >= 0 ? at : view.held.length + head.sequence - (numbering.first ?? 0),
    discontinuities: window.discontinuities(firstShown) + (hiddenMark ? 1 : 0),
    targetSeconds: Math.max(
      view.targetSeconds,
      ...segments.map(({ durationUs }) => Math.round(durationUs / 1e6)),
    ),
    holdBackSeconds: view.holdBackSeconds,
  };
}
