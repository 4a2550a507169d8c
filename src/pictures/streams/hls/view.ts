import type { Listed, MediaPlaylist } from './playlist.ts';
import { lengthOf, type Segment, type Window } from './window.ts';

/** How long a playlist is at least, once there is so much (RFC 8216 §6.2.2), and the least HOLD-BACK. */
export const listUs = 6_000_000;

/** Where a player begins, or begins anew. */
export interface Beginning {
  /** Its key picture's place on the stream's timeline. */
  readonly fromUs: number;
  /** Segments in which that picture stands still, before the stream's own. */
  readonly held: readonly Segment[];
  /** The least EXT-X-TARGETDURATION. */
  readonly targetSeconds: number;
}

/**
 * The playlist of one player. Its numbers are its own, and go on whatever becomes of the stream's segments:
 * what was listed once keeps its number, and EXT-X-MEDIA-SEQUENCE and EXT-X-DISCONTINUITY-SEQUENCE never go
 * back (RFC 8216 §6.2.1, §6.2.2). EXT-X-TARGETDURATION stays what it was at first, and a longer segment is
 * not listed.
 */
export interface View {
  /** Returns the playlist as it is now; undefined while there is nothing to list: then it has to begin (anew). */
  list(): MediaPlaylist | undefined;
  begin(beginning: Beginning): void;
  /** Goes on with nothing of what was listed, and nothing filmed before `since`, in monotonic milliseconds. */
  leave(since: number): void;
  /** Whether anything was ever listed. */
  begun(): boolean;
}

export interface ViewOptions {
  readonly window: Window;
  /** Whether the segment with a picture that stands still is there; asking for it keeps it. */
  readonly isHeld: (name: string) => boolean;
}

/** Makes a view that has yet to begin; nothing is listed that was filmed before `since`, in monotonic milliseconds. */
export function createView({ window, isHeld }: ViewOptions, since: number): View {
  let listed: Listed[] = [];
  let sequence = 0;
  let discontinuities = 0;
  let targetSeconds: number | undefined;
  let holdBackSeconds = listUs / 1e6;
  let fromUs = Infinity;
  /** The last of the stream's own segments that was listed since the view began (anew). */
  let last: number | undefined;
  /** Whether the next one carries on from what was listed before it. */
  let carriesOn = true;

  function add(segment: Segment, discontinuity: boolean): void {
    const { name, durationUs, independent, wallMs, init, body } = segment;
    // Before the very first there is nothing to break off from.
    const first = sequence === 0 && listed.length === 0;
    listed.push({
      name,
      durationUs,
      independent,
      discontinuity: discontinuity && !first,
      ...(wallMs !== undefined && { wallMs }),
      ...(init !== undefined && { init: { name: init.name } }),
      bytes: body.byteLength,
    });
  }

  function drop(count: number): void {
    const gone = listed.slice(0, count);
    listed = listed.slice(count);
    sequence += gone.length;
    discontinuities += gone.filter(({ discontinuity }) => discontinuity).length;
  }

  /** Drops what nobody can fetch any more, and what stands before it. */
  function dropLost(): void {
    drop(listed.findLastIndex(({ name }) => !window.has(name) && !isHeld(name)) + 1);
  }

  function addNew(): void {
    const news =
      last === undefined
        ? window.listed(since).filter(({ startUs }) => startUs >= fromUs)
        : window.newer(last, since);
    for (const segment of news) {
      const joins = last === undefined ? segment.startUs === fromUs : segment.sequence === last + 1;
      if (Math.round(segment.durationUs / 1e6) > (targetSeconds ?? 0)) continue;
      // After a break a player needs a key picture.
      if (!joins && !segment.independent) continue;
      // Nor has a player anything in hand then: it begins anew.
      if (listed.length === 0 && last !== undefined && (!joins || segment.discontinuity)) return;
      // The picture that stood still goes on there: it carries on, whatever was before it.
      const own = last !== undefined && segment.discontinuity;
      add(segment, own || !joins || !carriesOn);
      carriesOn = true;
      last = segment.sequence;
    }
  }

  function dropOld(): void {
    const keepUs = Math.max(listUs, 3e6 * (targetSeconds ?? 0));
    let lengthUs = lengthOf(listed);
    let count = 0;
    for (const { durationUs } of listed) {
      lengthUs -= durationUs;
      if (lengthUs < keepUs) break;
      count += 1;
    }
    drop(count);
  }

  function leave(): void {
    drop(listed.length);
    last = undefined;
    fromUs = Infinity;
    carriesOn = false;
  }

  return {
    leave(from) {
      leave();
      since = from;
    },

    begun: () => targetSeconds !== undefined,

    list() {
      dropLost();
      addNew();
      dropOld();
      if (listed.length === 0 || targetSeconds === undefined) return undefined;
      return { segments: listed, sequence, discontinuities, targetSeconds, holdBackSeconds };
    },

    begin(beginning) {
      leave();
      ({ fromUs } = beginning);
      for (const segment of beginning.held) {
        add(segment, !carriesOn);
        carriesOn = true;
      }
      const shown = window.listed(since).filter(({ startUs }) => startUs >= fromUs);
      const all = [...beginning.held, ...shown];
      if (targetSeconds !== undefined || all.length === 0) return;
      targetSeconds = targetOf(all, beginning.targetSeconds);
      const totalS = Math.ceil(lengthOf(all) / 1e6);
      holdBackSeconds = Math.max(listUs / 1e6, 3 * targetSeconds, totalS + 1);
    },
  };
}

/**
 * Returns a target duration of which three lead back, from the end of these, to a segment that begins with a
 * key picture.
 */
function targetOf(all: readonly Segment[], least: number): number {
  const totalUs = lengthOf(all);
  let target = Math.max(least, ...all.map(({ durationUs }) => Math.round(durationUs / 1e6)));
  while (!beginsWell(all, totalUs - 3e6 * target)) target += 1;
  return target;
}

/** Whether a player that begins `atUs` after the first segment's begin finds a key picture in that one. */
function beginsWell(all: readonly Segment[], atUs: number): boolean {
  if (atUs <= 0) return true;
  let endUs = 0;
  const within = all.find(({ durationUs }) => (endUs += durationUs) > atUs);
  return within?.independent !== false;
}
