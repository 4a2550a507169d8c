/**
 * Which cameras a run has broken, how, and from when to when: what the bridge may say of them, and to whom. Each way
 * of breaking has a reason that no camera comes to by itself, nor by load.
 */
import { reasonWords } from '../../../../pictures/cameras/reason-words.ts';

/** Reasons that tell broken cameras apart, by their codes. */
export const plantedReasons = ['wrong-password', 'only-h265', 'no-video'] as const;
export type PlantedReason = (typeof plantedReasons)[number];

const words = plantedReasons.map(
  (reason) => [reason, reasonWords({ code: reason }).brief] as const,
);

/** Returns the reason whose words stand in a text; undefined if none does. */
export function plantedReasonIn(text: string): PlantedReason | undefined {
  return words.find(([, brief]) => text.includes(brief))?.[0];
}

interface Break {
  readonly camera: string;
  readonly reason: PlantedReason;
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
  add(camera: string, reason: PlantedReason): () => void {
    const one: Break = { camera, reason };
    this.#all.push(one);
    return () => void (one.until ??= this.#now());
  }

  /** Whether the camera was broken in this way at `since` or later. */
  fits(camera: string, reason: PlantedReason, since: number): boolean {
    return this.#all.some(
      (one) => one.camera === camera && one.reason === reason && (one.until ?? Infinity) >= since,
    );
  }
}
