/**
 * Which cameras a run has broken, how, and from when to when: what the bridge may say of them, and to whom. Each way
 * of breaking has a reason that no camera comes to by itself, nor by load.
 */
import { reasonWords } from '../../../../pictures/cameras/reason-words.ts';

/** Reasons that tell broken cameras apart, by their codes. */
export const marks = ['wrong-password', 'only-h265', 'no-video'] as const;
export type Mark = (typeof marks)[number];

const words = marks.map((mark) => [mark, reasonWords({ code: mark }).brief] as const);

/** Returns the mark whose words stand in a text; undefined if none does. */
export function markIn(text: string): Mark | undefined {
  return words.find(([, brief]) => text.includes(brief))?.[0];
}

interface Break {
  readonly camera: string;
  readonly mark: Mark;
  /** When it was mended, milliseconds since 1970; absent until then. */
  until?: number;
}

export class Breaks {
  readonly #all: Break[] = [];
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** A camera is about to be broken; call the returned function once it is mended. */
  add(camera: string, mark: Mark): () => void {
    const one: Break = { camera, mark };
    this.#all.push(one);
    return () => void (one.until ??= this.#now());
  }

  /** Whether the camera was broken in this way at `since` or later. */
  fits(camera: string, mark: Mark, since: number): boolean {
    return this.#all.some(
      (one) => one.camera === camera && one.mark === mark && (one.until ?? Infinity) >= since,
    );
  }
}
