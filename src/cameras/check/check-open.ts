/** What is known of a stream that is open already: nothing is asked of the camera, and no connection is made. */
import { CameraFailure } from '../reason-failure.ts';
import type { Reason } from '../reason.ts';
import {
  type CheckedStream,
  type CheckLimits,
  type HeldStream,
  latch,
  measured,
} from './check-stream.ts';
import { createMeasure } from './measure.ts';
import { stepOf } from './step-of.ts';
import type { TellStep } from './steps.ts';

export interface CheckOpenOptions {
  readonly held: HeldStream;
  readonly secure: boolean;
  readonly limits: CheckLimits;
  readonly tell: TellStep;
}

/** Never rejects. */
export async function checkOpen(options: CheckOpenOptions): Promise<CheckedStream> {
  const { held, limits, tell, secure } = options;
  const began = performance.now();
  const measure = createMeasure();
  const [first, second] = [latch<Reason | null>(), latch<void>()];
  const seconds = Math.max(1, Math.round(limits.keyTimeoutMs / 1_000));
  const timer = setTimeout(
    () => first.set({ code: 'no-key-picture', seconds }),
    limits.keyTimeoutMs,
  );
  tell({ step: 'open' });
  const failed = (error: unknown): void => {
    const reason = error instanceof CameraFailure ? error.reason : undefined;
    // It says so while a first one is awaited; here it is awaited for longer.
    if (reason?.code !== 'no-key-picture') first.set(reason ?? { code: 'internal' });
  };
  held.ready(Infinity).then(() => tell({ step: 'parameter-sets' }), failed);
  const stop = held.watch((unit) => {
    if (!measure.take(unit)) return;
    if (measure.keys === 1) first.set(null);
    else second.set();
  });
  try {
    const reason = await first.value;
    if (reason !== null) {
      const step = stepOf(reason.code, undefined, secure);
      tell({ step, reason });
      return { url: { reason }, failed: step, facts: null };
    }
    tell({ step: 'key-picture', ms: Math.round(performance.now() - began) });
    const tracks = await held.ready(Infinity);
    const facts = {
      ...(await measured(held, tracks, measure, second.value, limits.intervalTimeoutMs)),
      audioNotTaken: null,
      transport: null,
      clockErrorPercent: null,
    };
    return { url: { reason: null }, failed: null, facts };
  } catch {
    return { url: { reason: { code: 'closed' } }, failed: 'packets', facts: null };
  } finally {
    clearTimeout(timer);
    stop();
    await held.release();
  }
}
