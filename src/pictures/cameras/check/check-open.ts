/** Checks a stream that is open already: nothing is asked of the camera, and no connection is made. */
import { CameraFailure } from '../reason-failure.ts';
import type { Reason } from '../reason.ts';
import type { CheckedStream, CheckLimits, HeldStream } from './held-stream.ts';
import { createClockMeasure, createMeasure } from './measure.ts';
import { latch, measured } from './measured.ts';
import { stepOf } from './step-of.ts';
import type { TellStep } from './steps.ts';

export interface CheckOpenOptions {
  readonly held: HeldStream;
  readonly secure: boolean;
  readonly limits: CheckLimits;
  readonly tell: TellStep;
  /** Why it shows nothing, or nothing for long, as far as its viewers know. */
  readonly known?: () => Reason | undefined;
}

/** Ticks a second, as RTP has them for video. */
const clockRate = 90_000;
const ticksPerUs = clockRate / 1_000_000;

/** Never rejects. It is not known here what the bridge had agreed on with the camera (transport, sound not taken). */
export async function checkOpen(options: CheckOpenOptions): Promise<CheckedStream> {
  const { held, limits, tell, secure, known = () => undefined } = options;
  const began = performance.now();
  const measure = createMeasure();
  const clock = createClockMeasure();
  const [first, enough] = [latch<Reason | null>(), latch<void>()];
  /** How long ago the newest known one came. */
  let keyAgeMs = 0;
  function noKey(): Reason {
    const seconds = Math.max(1, Math.round((keyAgeMs + limits.keyTimeoutMs) / 1_000));
    return { code: 'no-key-picture', seconds };
  }
  const reasonIn = (error: unknown): Reason =>
    error instanceof CameraFailure ? error.reason : { code: 'internal' };
  // Others may have learnt more of why there is none.
  const late = (): void =>
    void held.ready(0).then(
      () => first.set(noKey()),
      (error: unknown) => {
        const reason = reasonIn(error);
        first.set(reason.code === 'no-key-picture' ? noKey() : reason);
      },
    );
  const timer = setTimeout(late, limits.keyTimeoutMs);
  tell({ step: 'open' });
  let askingAgain: NodeJS.Timeout | undefined;
  const failed = (error: unknown): void => {
    const reason = reasonIn(error);
    const leftMs = began + limits.timeoutMs - performance.now();
    // A display is not kept waiting longer than it bears; a connection that is being made may take as long as
    // any other that is checked.
    if (reason.code === 'timed-out' && leftMs > 0) askingAgain = setTimeout(ask, leftMs);
    // It says so while a first one is awaited; here it is awaited for longer.
    else if (reason.code !== 'no-key-picture') first.set(reason);
  };
  function ask(): void {
    held.ready(Infinity).then(sets, failed);
  }
  let hasSets = false;
  function sets(): void {
    if (hasSets) return;
    hasSets = true;
    tell({ step: 'parameter-sets' });
  }
  ask();
  const stop = held.watch((unit) => {
    const ageMs = Date.now() - unit.arrivedAt;
    if (measure.keys === 0 && ageMs > limits.oldestKeyMs) {
      if (unit.kind === 'video' && unit.key) keyAgeMs = ageMs;
      return;
    }
    const isKey = measure.take(unit);
    // A picture's time is the camera's, changed only by far jumps.
    if (unit.kind === 'video' && measure.keys > 0) {
      clock.picture(Math.round(unit.timestampUs * ticksPerUs) | 0, unit.arrivedAt);
    }
    if (isKey && measure.keys === 1) {
      sets();
      first.set(null);
    }
    if (measure.isEnough) enough.set();
  });
  function failedBy(reason: Reason): CheckedStream {
    // What was done before was not seen: the camera no longer goes on with it.
    const step = stepOf(reason.code, 'bind', secure);
    tell({ step, reason });
    return { url: { reason }, failed: step, facts: null };
  }
  try {
    const reason = await first.value;
    if (reason !== null) return failedBy(reason);
    tell({ step: 'key-picture', ms: Math.round(performance.now() - began) });
    const tracks = await held.ready(Infinity);
    const found = await measured(held, tracks, measure, enough.value, limits.intervalTimeoutMs);
    // It is connected to again and again.
    const lost = measure.isWhole ? undefined : known();
    if (lost !== undefined) return failedBy(lost);
    const facts = {
      ...found,
      audioNotTaken: null,
      transport: null,
      answersAfterS: null,
      lostPercent: null,
      clockErrorPercent: clock.errorPercent(clockRate),
    };
    return { url: { reason: null }, failed: null, facts };
  } catch {
    return { url: { reason: { code: 'closed' } }, failed: 'packets', facts: null };
  } finally {
    clearTimeout(timer);
    clearTimeout(askingAgain);
    stop();
    await held.release();
  }
}
