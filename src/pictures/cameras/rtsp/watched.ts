/** RTSP as it is spoken anyway, with every step of it told. */
import type { OriginGuard } from '../origin/origin.ts';
import { createLookup } from '../lookup.ts';
import type { MediaPlan } from './media-plan.ts';
import type { RtspOptions } from './rtsp-options.ts';
import { type ClockMeasure, createClockMeasure } from '../check/measure.ts';
import { type CheckedUrl, type DoneStep, type StepName, stepNames } from '../check/steps.ts';

/** What was seen of one connection after the other. */
export interface Watched {
  /** To open the stream with. */
  readonly options: RtspOptions;
  readonly seen: Pick<CheckedUrl, 'key' | 'scheme'>;
  readonly clock: ClockMeasure;
  readonly last: StepName | undefined;
  readonly plan: MediaPlan | undefined;
  readonly transport: 'tcp' | 'udp' | undefined;
  /** Seconds from the look-up to the first packets. */
  readonly answersAfterS: number | undefined;
  /** Returns the loss since the first whole picture, or null if too few were begun to tell. */
  lostPercent(): number | null;
  /** What comes next is of another connection. */
  anew(): void;
  tell(step: DoneStep): void;
}

export interface WatchedOptions extends RtspOptions {
  /** Whether its URL has a host name rather than an address. */
  readonly named: boolean;
  /** What it proves itself by is written down. */
  readonly binds: boolean;
}

/** Fewer say little. */
const leastPictures = 10;

/** Returns options to open the stream with, and what is seen by them; calls `say` with each step once it is done. */
export function watched(options: WatchedOptions, say: (step: DoneStep) => void): Watched {
  const { lookup = createLookup(), guardOrigin, recognise, named, binds } = options;
  const seen: { key?: CheckedUrl['key']; scheme?: CheckedUrl['scheme'] } = {};
  const clock = createClockMeasure();
  let last: StepName | undefined;
  let plan: MediaPlan | undefined;
  let transport: 'tcp' | 'udp' | undefined;
  let since = performance.now();
  let begunAt = since;
  let answersAfterS: number | undefined;
  let counted: { readonly from: number; begun: number; whole: number } | undefined;
  let recognised: DoneStep | undefined;
  let loggedIn: CheckedUrl['scheme'];
  let [wasBound, isBound, flowed] = [false, false, false];

  const tookMs = (): number => {
    const now = performance.now();
    const ms = Math.round(now - since);
    since = now;
    return ms;
  };

  /** Each once for a connection, and none that lies behind: a second look takes the first steps again. */
  function tell(step: DoneStep): void {
    const at = stepNames.indexOf(step.step);
    const isLater = last === undefined || at > stepNames.indexOf(last);
    if (!isLater && step.step !== 'log-in') return;
    if (isLater) last = step.step;
    say(step);
  }

  function logIn(): void {
    loggedIn = seen.scheme;
    tell({ step: 'log-in', scheme: seen.scheme ?? null });
  }

  function packets(): void {
    tell({ step: 'packets', ms: tookMs() });
  }

  function watch(guard: OriginGuard): OriginGuard {
    return {
      ...guard,
      connected(place, key) {
        tell({ step: 'connect', family: place.address.includes(':') ? 6 : 4, ms: tookMs() });
        if (key !== undefined) seen.key = key;
        guard.connected(place, key);
        if (key !== undefined) tell({ step: 'key', key });
      },
      choose(offered, refused) {
        const chosen = guard.choose(offered, refused);
        seen.scheme = chosen.scheme;
        return chosen;
      },
      async bind(kind) {
        await guard.bind(kind);
        if (binds && !wasBound) tell({ step: 'bind' });
        isBound = true;
        if (flowed) packets();
      },
    };
  }

  return {
    options: {
      ...options,
      async lookup(host) {
        since = begunAt = performance.now();
        const found = await lookup(host);
        tell({ step: 'name', addresses: found.length, named, ms: tookMs() });
        return found;
      },
      async guardOrigin(address, line) {
        const guard = await guardOrigin(address, line);
        if (line !== 'stream') return guard;
        wasBound = guard.transport !== undefined;
        return watch(guard);
      },
      async recognise(from, line, likeness, again) {
        if (line === 'stream') logIn();
        const isSame = await recognise(from, line, likeness, again);
        if (line === 'stream' && isSame) recognised = { step: 'recognise', bound: wasBound };
        return isSame;
      },
      watch: {
        described(taken) {
          plan = taken;
          const { audio, unusedAudio } = taken;
          const codec = audio?.track.codec ?? null;
          tell({ step: 'describe', audio: codec, audioNotTaken: [...unusedAudio] });
          if (recognised !== undefined) tell(recognised);
        },
        setUp(kind, audio) {
          transport = kind;
          // Some ask for a password only now.
          if (seen.scheme !== loggedIn) logIn();
          tell({ step: 'set-up', transport: kind, audio });
          since = performance.now();
        },
        plays: () => tell({ step: 'play', ms: tookMs() }),
        flows() {
          flowed = true;
          answersAfterS ??= Math.round((performance.now() - begunAt) / 100) / 10;
          if (isBound) packets();
        },
        picture(rtpTimestamp, at, begun) {
          clock.picture(rtpTimestamp, at);
          counted ??= { from: begun - 1, begun, whole: 0 };
          counted.begun = begun;
          counted.whole += 1;
        },
      },
    },
    seen,
    clock,
    get last() {
      return last;
    },
    get plan() {
      return plan;
    },
    get transport() {
      return transport;
    },
    get answersAfterS() {
      return answersAfterS;
    },
    lostPercent() {
      const { from = 0, begun = 0, whole = 0 } = counted ?? {};
      const sent = begun - from;
      return sent < leastPictures ? null : Math.round((1 - whole / sent) * 100);
    },
    anew() {
      [last, recognised, isBound, flowed] = [undefined, undefined, false, false];
      [answersAfterS, counted] = [undefined, undefined];
      since = performance.now();
    },
    tell,
  };
}
