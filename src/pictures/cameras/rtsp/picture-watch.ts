/**
 * Gives up a connection over which pictures came and come no more, though packets do: they may on another. Not while
 * the next key picture is due, which begins anew after whatever was lost. One over which none came at all is given up
 * later, and only where the camera showed pictures before.
 */
import { performance } from 'node:perf_hooks';
import type { Reason } from '../reason.ts';
import { waitMs } from './backoff.ts';
import type { KeyRhythm } from './key-rhythm.ts';
import type { Reception } from './reception.ts';
import type { Showing } from './showing.ts';

/** A key picture that is due later than that, in milliseconds, is not waited for on a connection that shows nothing. */
const longestDueMs = 60_000;
/** One that is due by now is looked for so often, in milliseconds. */
const dueLookMs = 250;

export interface PictureWatchParts {
  readonly showing: Showing;
  readonly rhythm: KeyRhythm;
  readonly silentAfterMs: number;
  /** How long a first key picture is waited for at first, milliseconds. */
  readonly keyTimeoutMs?: number;
  /** Tells that there is no picture, and returns why. */
  readonly tell: () => Reason;
}

/** Of one source, over all its connections. */
export class PictureWatch {
  readonly #parts: PictureWatchParts;
  /** How many connections were given up in a row, without a key picture. */
  #dryInRow = 0;

  constructor(parts: PictureWatchParts) {
    this.#parts = parts;
  }

  /** A key picture came. */
  keyCame(): void {
    this.#dryInRow = 0;
  }

  /** Watches one connection; `giveUp` is called before it is closed, with the reason. The answer stops it. */
  watch(reception: Reception, giveUp: (reason: Reason) => void): () => void {
    const { showing, rhythm, silentAfterMs, keyTimeoutMs: firstMs = longestDueMs } = this.#parts;
    const backoff = { firstMs, maxMs: firstMs * 16 };
    const firstKeyBy = performance.now() + waitMs(backoff, this.#dryInRow + 1, 0);
    let timer: NodeJS.Timeout | undefined;
    const wait = (ms: number): void => void (timer = setTimeout(look, ms + 1));
    const look = (): void => {
      const now = performance.now();
      const isFirst = !showing.hasKey;
      // A camera that never showed any is waited for on any connection alike.
      if (isFirst && showing.pictureAt === -Infinity) return wait(silentAfterMs);
      const leftMs = (isFirst ? firstKeyBy : showing.pictureAt + silentAfterMs) - now;
      if (leftMs > 0) return wait(leftMs);
      // If no packets come either, that is about to end it, by a reason of its own.
      const silentMs = reception.silentMs();
      if (silentMs >= silentAfterMs / 2) return wait(silentAfterMs - silentMs);
      const reason = this.#parts.tell();
      const dueMs = rhythm.dueMs(now);
      const isDue = isFirst ? dueMs !== Infinity : dueMs <= longestDueMs;
      if (isDue) return wait(Math.max(dueMs, dueLookMs));
      if (isFirst) this.#dryInRow += 1;
      giveUp(reason);
      rhythm.broke();
      void reception.close('pictureless');
    };
    wait(silentAfterMs);
    return () => clearTimeout(timer);
  }
}
