import type { MediaPlaylist } from './playlist.ts';
import { mediaName } from './playlist.ts';
import type { View } from './view.ts';

/** How many players of one display have a playlist of their own at a time. */
const most = 4;
const names: readonly string[] = Array.from({ length: most }, (_, at) =>
  at === 0 ? mediaName : mediaName.replace('.', `-${at + 1}.`),
);

/** Whether a media playlist may have that name. */
export const isMediaName = (name: string): boolean => names.includes(name);

/** One player's playlist, and what is being done for it. */
export interface Viewing {
  readonly name: string;
  /** Nothing filmed before is listed. */
  since: number;
  readonly view: View;
  /** If there is nothing to list yet: settles when there is, or will be none. */
  opening?: Promise<MediaPlaylist | undefined>;
}

/**
 * The playlists of each viewer. A player asks for the master playlist when it begins, and then no more. Each
 * time a playlist is opened under a name of its own, so that two players of one display, or one that begins
 * anew, do not meet each other's numbers. If there are more than four, the one not asked for longest begins
 * anew, and its numbers go on.
 */
export interface Viewings {
  /** Returns the viewing of a player that begins. */
  begin(viewer: object, since: number): Viewing;
  /** Returns the viewing of a player that goes on. */
  of(viewer: object, name: string, since: number): Viewing;
  /** Drops one that never had anything to list. */
  forget(viewer: object, viewing: Viewing): void;
}

/** Makes them, with none yet. */
export function createViewings(viewOf: (since: number) => View): Viewings {
  // Keyed by the viewer itself: there is nothing to mix up. The one that was asked for last is the last.
  const all = new WeakMap<object, Viewing[]>();
  const ofViewer = (viewer: object): Viewing[] => all.get(viewer) ?? [];

  function putLast(viewer: object, viewing: Viewing): Viewing {
    const others = ofViewer(viewer).filter(({ name }) => name !== viewing.name);
    all.set(viewer, [...others, viewing]);
    return viewing;
  }

  const open = (name: string, since: number): Viewing => ({ name, since, view: viewOf(since) });

  function anew(viewing: Viewing, since: number): Viewing {
    viewing.since = since;
    viewing.view.leave(since);
    return viewing;
  }

  return {
    begin(viewer, since) {
      const known = ofViewer(viewer);
      const free = names.find((name) => known.every((one) => one.name !== name));
      const [oldest] = known;
      if (free !== undefined || oldest === undefined) {
        return putLast(viewer, open(free ?? mediaName, since));
      }
      return putLast(viewer, anew(oldest, since));
    },
    of(viewer, name, since) {
      const known = ofViewer(viewer).find((one) => one.name === name);
      if (known === undefined) return putLast(viewer, open(name, since));
      return putLast(viewer, known.since === since ? known : anew(known, since));
    },
    forget(viewer, viewing) {
      if (viewing.view.begun()) return;
      const others = ofViewer(viewer).filter((one) => one !== viewing);
      all.set(viewer, others);
    },
  };
}
