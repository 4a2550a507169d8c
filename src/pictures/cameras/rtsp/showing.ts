/** What a camera shows: when its pictures came, over this connection and those before, and what is told of that. */
import { performance } from 'node:perf_hooks';
import type { Reason } from '../reason.ts';
import type { Flapping } from './flapping.ts';
import type { KeyRhythm } from './key-rhythm.ts';

export interface ShowingParts {
  readonly rhythm: KeyRhythm;
  readonly flapping: Flapping;
  /** It shows nothing if no picture came for so long, milliseconds. */
  readonly silentAfterMs: number;
  /** Told why there is no picture, or that there is one again. */
  readonly note: (reason: Reason | undefined) => void;
}

export class Showing {
  readonly #rhythm: KeyRhythm;
  readonly #flapping: Flapping;
  readonly #silentAfterMs: number;
  readonly #note: ShowingParts['note'];
  /** When the last picture was handed out, by `performance.now`. */
  #pictureAt = -Infinity;
  /** When the last key picture came over this connection, likewise; undefined before the first. */
  #keyAt: number | undefined;
  /** It was told why there is no picture, since the last key picture. */
  #toldMissing = false;
  /** Packets come over this connection, since when by `performance.now`. */
  #flowsSince: number | undefined;
  /** Most pictures of this connection come to nothing. */
  #isLossy = false;

  constructor({ rhythm, flapping, silentAfterMs, note }: ShowingParts) {
    this.#rhythm = rhythm;
    this.#flapping = flapping;
    this.#silentAfterMs = silentAfterMs;
    this.#note = note;
  }

  /** When the last picture came, by `performance.now`; -Infinity if none ever did. */
  get pictureAt(): number {
    return this.#pictureAt;
  }

  /** A key picture came over this connection. */
  get hasKey(): boolean {
    return this.#keyAt !== undefined;
  }

  /** Packets come over this connection. */
  get flows(): boolean {
    return this.#flowsSince !== undefined;
  }

  /** It was told why there is no picture, and none came since. */
  get isMissed(): boolean {
    return this.#toldMissing;
  }

  /** For how long packets have come over this connection, milliseconds. */
  flowedMs(): number {
    return performance.now() - (this.#flowsSince ?? Infinity);
  }

  /** Whether pictures came lately. */
  isShowing(): boolean {
    return performance.now() - this.#pictureAt < this.#silentAfterMs;
  }

  /** As `Source.dueMs`. */
  dueMs(oldestMs: number): number {
    if (this.#flowsSince === undefined) return Infinity;
    const now = performance.now();
    // What followed the key picture has broken off: it begins nothing any more.
    const isFresh = this.#keyAt !== undefined && now - this.#keyAt <= oldestMs;
    return isFresh && this.isShowing() ? 0 : this.#rhythm.dueMs(now);
  }

  /** Its first packet has come. */
  began(): void {
    this.#flowsSince = performance.now();
    this.#rhythm.began(this.#flowsSince);
  }

  /** A picture was handed out. */
  came(isKey: boolean): void {
    const now = performance.now();
    this.#pictureAt = now;
    if (this.#flapping.goesOn(this.flowedMs())) this.#noteShowing();
    if (!isKey) return;
    this.#rhythm.seen(now);
    const isNews = this.#keyAt === undefined || this.#toldMissing;
    if (isNews && !this.#flapping.isOn) this.#noteShowing();
    this.#toldMissing = false;
    this.#keyAt = now;
  }

  /** Most of its pictures come to nothing, or do no more. It shows something all the same, by jerks. */
  loses(isMost: boolean): void {
    this.#isLossy = isMost;
    if (isMost || !this.#flapping.isOn) this.#noteShowing();
  }

  /** There is no picture, for this reason. */
  misses(reason: Reason): void {
    this.#note(reason);
    this.#toldMissing = true;
  }

  /** Why no picture is there though packets come. `keySpoilt`: the last key picture came to nothing. */
  whyNone(keySpoilt: boolean): Reason {
    if (this.#isLossy || keySpoilt) return { code: 'damaged' };
    const ms = performance.now() - (this.#keyAt ?? this.#flowsSince ?? Infinity);
    return { code: 'no-key-picture', seconds: Math.max(1, Math.round(ms / 1_000)) };
  }

  /** The connection is over. */
  ended(): void {
    this.#keyAt = undefined;
    this.#flowsSince = undefined;
    this.#isLossy = false;
  }

  /** What comes between two gaps says nothing of the gaps. */
  #noteShowing(): void {
    this.#note(this.#isLossy ? { code: 'damaged' } : undefined);
  }
}
