/** One RTSP stream tried as the bridge opens it, from its name to how often key pictures come. */
import type { CheckedStream, CheckStreamOptions, HeldStream } from '../check/held-stream.ts';
import { createMeasure } from '../check/measure.ts';
import { latch, measured } from '../check/measured.ts';
import { stepOf } from '../check/step-of.ts';
import { isOverTls } from '../../../wall/partitions/usual-port.ts';
import type { NoteCondition } from '../condition.ts';
import { CameraFailure, mayPass } from '../reason-failure.ts';
import { askedOf, reasonOf, reasonOfFault } from '../reason-of.ts';
import type { Reason, ReasonCode } from '../reason.ts';
import { openRtsp } from './open-rtsp.ts';
import type { RtspOptions } from './rtsp-options.ts';
import { type Watched, watched } from './watched.ts';

export interface CheckRtspOptions extends CheckStreamOptions {
  readonly opening: RtspOptions;
}

/** What may be by chance, or by our own second look (second-look.ts), is tried anew so often. */
const chances: Partial<Readonly<Record<ReasonCode, number>>> = {
  closed: 2,
  refused: 1,
  'one-connection': 1,
  status: 1,
};

/** For the word of somebody else who is asked at the same time, milliseconds. */
const answerMs = 1_000;

/** What a source says of itself while a first key picture is still awaited. */
const awaiting: ReadonlySet<ReasonCode> = new Set(['no-key-picture', 'damaged', 'srtp']);

/** Never rejects. */
export async function checkStream(options: CheckRtspOptions): Promise<CheckedStream> {
  const { address, limits, tell, opening } = options;
  const asked = askedOf(address.stream);
  const url = URL.canParse(address.stream) ? new URL(address.stream) : undefined;
  const measure = createMeasure();
  const [first, enough] = [latch<Reason | null>(), latch<void>()];
  let over = false;
  let tries = 0;
  let playsSince: number | undefined;
  let timer = setTimeout(late, limits.timeoutMs);
  /** Why it plays no longer, or never for long. */
  let lost: Reason | undefined;
  /** Why no key picture has come, by the source's own word. */
  let awaited: Reason | undefined;

  function late(): void {
    const timedOut = (): void => first.set(reasonOfFault('timeout', asked));
    // Its ONVIF service has as long: what comes of that is said first.
    if (watch.last === 'log-in') timer = setTimeout(timedOut, answerMs);
    else timedOut();
  }

  function noKey(): Reason {
    if (watch.last === 'play' || watch.last === 'bind') return reasonOfFault('silent', asked);
    const seconds = Math.max(1, Math.round(limits.keyTimeoutMs / 1_000));
    if (awaited?.code === 'damaged' || awaited?.code === 'srtp') return awaited;
    return { code: 'no-key-picture', seconds };
  }

  function wentWrong(reason: Reason): void {
    if (over) return;
    // A display is waited for no longer than it bears; a check has a limit of its own, which says so itself.
    if (playsSince === undefined && reason.code === 'timed-out') return;
    if (measure.keys > 0) {
      if (!awaiting.has(reason.code)) lost = reason;
      enough.set();
    } else if (playsSince !== undefined && awaiting.has(reason.code)) awaited = reason;
    else if (tries < (mayPass(reason) ? (chances[reason.code] ?? 0) : 0)) {
      tries += 1;
      tell({ again: reason });
      watch.anew();
    } else first.set(reason);
  }

  const watch: Watched = watched(
    {
      ...opening,
      named: url !== undefined && !/^(\[.*\]|[\d.]+)$/.test(url.hostname),
      binds: options.binds,
      note: (...[from, line, reason]: Parameters<NoteCondition>) => {
        opening.note?.(from, line, reason);
        if (line === 'stream' && reason !== undefined) wentWrong(reason);
      },
    },
    (step) => {
      if (over) return;
      tell(step);
      if (step.step !== 'play') return;
      playsSince = performance.now();
      clearTimeout(timer);
      timer = setTimeout(() => first.set(noKey()), limits.keyTimeoutMs);
    },
  );

  const sets = (): void => {
    if (watch.last === 'packets') watch.tell({ step: 'parameter-sets' });
  };
  let held: HeldStream | undefined;
  let stop: () => void = () => undefined;
  try {
    held = options.open(openRtsp(watch.options));
    held.ready(Infinity).then(sets, () => undefined);
    stop = held.watch((unit) => {
      if (over) return;
      if (measure.take(unit) && measure.keys === 1) {
        sets();
        const ms = Math.round(performance.now() - (playsSince ?? performance.now()));
        watch.tell({ step: 'key-picture', ms });
        first.set(null);
      }
      if (measure.isEnough) enough.set();
    });
    const reason = await first.value;
    if (reason !== null) return failedAt(reason);
    const tracks = await held.ready(Infinity);
    const found = await measured(held, tracks, measure, enough.value, limits.intervalTimeoutMs);
    if (lost !== undefined) return failedAt(lost);
    const { plan, transport = null, answersAfterS = null, clock } = watch;
    const facts = {
      ...found,
      audioNotTaken: plan === undefined ? null : [...plan.unusedAudio],
      transport,
      answersAfterS,
      lostPercent: watch.lostPercent(),
      clockErrorPercent: clock.errorPercent(plan?.video.format.clockRate ?? 90_000),
    };
    return { url: { reason: null, ...watch.seen }, failed: null, facts };
  } catch (error) {
    return failedAt(error instanceof CameraFailure ? error.reason : reasonOf(error, asked));
  } finally {
    over = true;
    clearTimeout(timer);
    stop();
    await held?.release();
  }

  function failedAt(reason: Reason): CheckedStream {
    const failed = stepOf(reason.code, watch.last, isOverTls(address.stream));
    tell({ step: failed, reason });
    return { url: { reason, ...watch.seen }, failed, facts: null };
  }
}
