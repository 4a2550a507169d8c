/** One stream tried as the bridge opens it, from its name to a second key picture. */
import type { CameraAddress } from '../../../wall/partitions/camera-address.ts';
import type { NoteCondition } from '../conditions.ts';
import type { AccessUnit, OpenSource, Tracks } from '../media.ts';
import { CameraFailure, mayPass } from '../reason-failure.ts';
import { askedOf, reasonOf, reasonOfFault } from '../reason-of.ts';
import type { Reason, ReasonCode } from '../reason.ts';
import { openRtsp, type RtspOptions } from '../rtsp/rtsp-source.ts';
import { createMeasure, type Measure, trackFacts } from './measure.ts';
import { stepOf } from './step-of.ts';
import type { CheckedUrl, StepName, StreamFacts, TellStep } from './steps.ts';
import { type Watched, watched } from './watched.ts';

/** A stream that is held open while it is checked. */
export interface HeldStream {
  ready(bearMs: number): Promise<Tracks>;
  watch(listener: (unit: AccessUnit) => void): () => void;
  release(): Promise<void> | void;
}

/** Milliseconds. */
export interface CheckLimits {
  /** Until it plays. */
  readonly timeoutMs: number;
  /** From then on, until the first key picture. */
  readonly keyTimeoutMs: number;
  /** From then on, until the second. */
  readonly intervalTimeoutMs: number;
  /** What came longer ago is no first key picture of a stream that is open: hardly a display can begin with it. */
  readonly oldestKeyMs: number;
}

export interface CheckStreamOptions {
  readonly address: CameraAddress;
  /** As it is opened anyway. */
  readonly rtsp: RtspOptions;
  /** Opens it. @throws Failure `overloaded` */
  readonly open: (opener: OpenSource) => HeldStream;
  /** What it proves itself by is written down. */
  readonly binds: boolean;
  readonly limits: CheckLimits;
  readonly tell: TellStep;
}

export interface CheckedStream {
  readonly url: CheckedUrl;
  readonly failed: StepName | null;
  readonly facts: StreamFacts | null;
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
export async function checkStream(options: CheckStreamOptions): Promise<CheckedStream> {
  const { address, limits, tell, rtsp } = options;
  const asked = askedOf(address.stream);
  const url = URL.canParse(address.stream) ? new URL(address.stream) : undefined;
  const measure = createMeasure();
  const [first, second] = [latch<Reason | null>(), latch<void>()];
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
      second.set();
    } else if (playsSince !== undefined && awaiting.has(reason.code)) awaited = reason;
    else if (tries < (mayPass(reason) ? (chances[reason.code] ?? 0) : 0)) {
      tries += 1;
      tell({ again: reason });
      watch.anew();
    } else first.set(reason);
  }

  const watch: Watched = watched(
    {
      ...rtsp,
      named: url !== undefined && !/^(\[.*\]|[\d.]+)$/.test(url.hostname),
      binds: options.binds,
      note: (...[from, line, reason]: Parameters<NoteCondition>) => {
        rtsp.note?.(from, line, reason);
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
      if (over || !measure.take(unit)) return;
      if (measure.keys === 1) {
        sets();
        const ms = Math.round(performance.now() - (playsSince ?? performance.now()));
        watch.tell({ step: 'key-picture', ms });
        first.set(null);
      } else second.set();
    });
    const reason = await first.value;
    if (reason !== null) return failedAt(reason);
    const tracks = await held.ready(Infinity);
    const found = await measured(held, tracks, measure, second.value, limits.intervalTimeoutMs);
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
    const failed = stepOf(reason.code, watch.last, url?.protocol === 'rtsps:');
    tell({ step: failed, reason });
    return { url: { reason, ...watch.seen }, failed, facts: null };
  }
}

/** What is known once a second key picture came, or was awaited long enough. */
export async function measured(
  held: HeldStream,
  tracks: Tracks,
  measure: Measure,
  second: Promise<void>,
  timeoutMs: number,
) {
  const from = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, timeoutMs)));
  await Promise.race([second, late]);
  clearTimeout(timer);
  const waitedMs = performance.now() - from;
  // What was found out meanwhile, unless it has ended.
  const known = new Promise<Tracks>((resolve) => {
    held.ready(Infinity).then(resolve, () => resolve(tracks));
    setImmediate(() => resolve(tracks));
  });
  return { ...trackFacts(await known), ...measure.facts(waitedMs) };
}

/** A promise that is set once, from outside. */
export function latch<Value>() {
  let set: (value: Value) => void = () => undefined;
  const value = new Promise<Value>((resolve) => (set = resolve));
  return { value, set };
}
