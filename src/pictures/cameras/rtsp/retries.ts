/** Between two connections to a camera: when the next is tried, and what is told until then. */
import { performance } from 'node:perf_hooks';
import { CameraFailure, mayPass } from '../reason-failure.ts';
import type { Reason } from '../reason.ts';
import type { SourceOptions } from '../source-options.ts';
import { awaitedRetryMs, waitMs } from './backoff.ts';
import type { FaultReason } from './fault.ts';
import type { Flapping } from './flapping.ts';
import { Pause } from './pause.ts';
import type { Readiness } from './readiness.ts';

/** What another try would not mend is not tried again any sooner for whoever asks, milliseconds. */
const finalMs = 2_000;

export interface RetriesParts {
  readonly backoff: SourceOptions['backoff'];
  readonly flapping: Flapping;
  /** Those who wait for the camera meanwhile. */
  readonly readiness: Readiness<unknown>;
  readonly note: (reason: Reason) => void;
  /** Told of each connection that is over. */
  readonly onLost: (fault: FaultReason, retryMs: number) => void;
}

export class Retries {
  readonly #parts: RetriesParts;
  readonly #pause = new Pause();
  /** Why the last connection ended, or did not come about. */
  #lost: { readonly reason: Reason; readonly at: number } | undefined;
  #failures = 0;

  constructor(parts: RetriesParts) {
    this.#parts = parts;
  }

  /** Why the last connection ended, or did not come about; undefined before the first has. */
  get reason(): Reason | undefined {
    return this.#lost?.reason;
  }

  /** Returns what to tell at once whoever asks now, or undefined if waiting makes sense: the next try comes sooner. */
  refusal(): CameraFailure | undefined {
    if (!this.#pause.isOn || this.#lost === undefined) return undefined;
    const { reason, at } = this.#lost;
    const leftMs = at - performance.now() + (mayPass(reason) ? awaitedRetryMs : finalMs);
    if (!mayPass(reason) && leftMs > 0) return new CameraFailure(reason);
    this.#pause.hurry(leftMs);
    return undefined;
  }

  /** Resolves when it is time for the next try: sooner if somebody waits, and trying again may help. */
  async wait(
    fault: FaultReason,
    reason: Reason,
    played: boolean,
    stop: AbortSignal,
  ): Promise<void> {
    const { backoff, flapping, readiness, note, onLost } = this.#parts;
    // What breaks a limit is no camera to be back with soon, whatever it showed.
    this.#failures = played && fault !== 'malformed' ? 1 : this.#failures + 1;
    const retryMs = waitMs(backoff, this.#failures, Math.random());
    onLost(fault, retryMs);
    this.#lost = { reason, at: performance.now() };
    // One that played is tried again at once: what comes of that is what is told, but for the same again and again.
    if (!played || !mayPass(reason) || flapping.isOn) note(reason);
    const rested = this.#pause.wait(retryMs, stop);
    if (!mayPass(reason)) readiness.fail(new CameraFailure(reason));
    else if (readiness.isAwaited) {
      this.#pause.hurry(
        waitMs({ firstMs: awaitedRetryMs, maxMs: awaitedRetryMs }, 1, Math.random()),
      );
    }
    await rested;
  }
}
