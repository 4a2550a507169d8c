/** An RTSP camera as a source: opened once, kept connected until closed. */
import { performance } from 'node:perf_hooks';
import type { CameraAddress } from '../../../wall/partitions/camera-address.ts';
import type { AccessUnit, OpenSource, Source } from '../media.ts';
import type { Tracks } from '../../media/unit.ts';
import { OnvifFault } from '../onvif/fault.ts';
import { type AskForKey, createAskForKey } from '../onvif/sync-point.ts';
import { createDeviceCheck, type DeviceCheck } from '../onvif/device-check.ts';
import { renewMs } from '../conditions.ts';
import { CameraFailure, mayPass } from '../reason-failure.ts';
import { type Asked, askedOf, reasonOf, reasonOfFault } from '../reason-of.ts';
import type { Reason } from '../reason.ts';
import type { SourceOptions } from '../source-options.ts';
import { awaitedRetryMs, waitMs } from './backoff.ts';
import { type FaultReason, reasonOf as faultOf, RtspFault } from './fault.ts';
import type { ConnectionWatch } from './connection-watch.ts';
import { EarlyUnits } from './early-units.ts';
import { Flapping } from './flapping.ts';
import { createHabits, type Habits, type HabitsOf } from './habits.ts';
import { type Legacy, mostAheadUs } from './intake.ts';
import { createLookup, type Lookup } from '../lookup.ts';
import type { KeyRhythm } from './key-rhythm.ts';
import type { MediaPlan } from './media-plan.ts';
import { Pause } from './pause.ts';
import { Readiness } from './readiness.ts';
import { openReception, type Reception } from './reception.ts';
import { type Attempt, beginAttempt, takesOne } from './second-look.ts';
import { parseTarget } from './target.ts';

/** What is said to RTSP alone; the rest of it is every kind's. */
export interface RtspOptions extends SourceOptions {
  /** A connection that played and ended sooner was cut short; default 30,000 ms. */
  readonly steadyMs?: number;
  /**
   * How long a first key picture is waited for, on a connection to a camera that showed pictures before, until
   * another is made; default 60,000 ms. Doubled from one such connection to the next, up to sixteen times.
   */
  readonly keyTimeoutMs?: number;
  /** By how long a time it is judged whether most of its pictures come to nothing; default 10,000 ms. */
  readonly lossWindowMs?: number;
  /** What was learnt of each camera; kept for itself alone where left out. */
  readonly habitsOf?: HabitsOf;
  /** Told of each connection as it comes about. */
  readonly watch?: Partial<ConnectionWatch>;
}

/** A camera slow to answer may still come on after `ready` has given up on it. */
const timeoutMs = 5_000;
/** What another try would not mend is not tried again any sooner for whoever asks, milliseconds. */
const finalMs = 2_000;
/** For all that a camera is asked over ONVIF until it sends a key picture; some take half a second for each answer. */
const keyAskMs = 10_000;
/** Whoever ends a connection so soon gave it to somebody else, where there is one only, milliseconds. */
const soonMs = 30_000;
/** A key picture that is due later than that, in milliseconds, is not waited for on a connection that shows nothing. */
const longestDueMs = 60_000;
/** One that is due by now is looked for so often, in milliseconds. */
const dueLookMs = 250;

/** Makes the opener of RTSP sources. They share the queue to the system's resolver, and what was learnt of each camera. */
export function openRtsp(options: RtspOptions): OpenSource {
  const { lookup = createLookup(), guardOrigin, note, recognise, unanswered, now } = options;
  const sameDevice =
    options.sameDevice ??
    createDeviceCheck({
      guardOrigin,
      lookup,
      recognise,
      unanswered,
      note,
      timeoutMs: timeoutMs,
      ...(now !== undefined && { now }),
    });
  const askForKey = createAskForKey({
    guardOrigin,
    lookup,
    timeoutMs: keyAskMs,
    ...(now !== undefined && { now }),
  });
  const habitsOf = options.habitsOf ?? createHabits();
  return (address, after = Promise.resolve()) =>
    new RtspSource(
      address,
      { ...options, habits: habitsOf(address), after, askForKey },
      lookup,
      sameDevice,
    );
}

interface OwnOptions extends RtspOptions {
  readonly habits: Habits;
  readonly askForKey: AskForKey;
  /** What the first connection waits for. */
  readonly after: Promise<unknown>;
}

class RtspSource implements Source {
  readonly stamp: CameraAddress['stamp'];
  readonly #address: CameraAddress;
  readonly #options: OwnOptions;
  readonly #lookup: Lookup;
  readonly #sameDevice: DeviceCheck;
  /** A little early, so that no time is negative. */
  readonly #openedAt = performance.now() - mostAheadUs / 1_000;
  readonly #listeners = new Set<{ readonly call: (unit: AccessUnit) => void }>();
  readonly #readiness: Readiness<Tracks>;
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;
  readonly #rhythm: KeyRhythm;
  readonly #asked: Asked;
  readonly #pause = new Pause();
  readonly #flapping: Flapping;
  /** Why the last connection ended, or did not come about. */
  #lost: { readonly reason: Reason; readonly at: number } | undefined;
  #reception: Reception | undefined;
  #attempt: Attempt | undefined;
  /** What the last connection left for the next. */
  #legacy: Legacy | undefined;
  #delivered = false;
  /** When the last picture was handed out, by `performance.now`. */
  #pictureAt = -Infinity;
  /** When the last key picture came over this connection, likewise; undefined before the first. */
  #keyAt: number | undefined;
  /** It was told why there is no picture, since the last key picture. */
  #toldMissing = false;
  /** Why the connection that shows nothing was given up. */
  #ranDry: Reason | undefined;
  /** How many were in a row, without a key picture. */
  #dryInRow = 0;
  /** Packets come over this connection, since when by `performance.now`. */
  #flowsSince: number | undefined;
  /** Most pictures of this connection come to nothing. */
  #isLossy = false;
  #toldAudio = false;
  #closing: Promise<void> | undefined;

  constructor(
    address: CameraAddress,
    options: OwnOptions,
    lookup: Lookup,
    sameDevice: DeviceCheck,
  ) {
    this.stamp = Object.freeze(address.stamp);
    this.#address = address;
    this.#options = options;
    this.#lookup = lookup;
    this.#sameDevice = sameDevice;
    this.#rhythm = options.habits.rhythm;
    this.#flapping = new Flapping(options.steadyMs);
    this.#asked = askedOf(address.stream);
    this.#readiness = new Readiness(options.readyTimeoutMs ?? 2_000, () => this.#stillNothing());
    this.#running = options.after.catch(() => undefined).then(() => this.#run());
  }

  ready(bearMs = 0, oldestMs = Infinity): Promise<Tracks> {
    if (this.#closing !== undefined) return Promise.reject(new CameraFailure({ code: 'closed' }));
    if (this.#pause.isOn && this.#lost !== undefined) {
      const { reason, at } = this.#lost;
      const leftMs = at - performance.now() + (mayPass(reason) ? awaitedRetryMs : finalMs);
      if (!mayPass(reason) && leftMs > 0) return Promise.reject(new CameraFailure(reason));
      this.#pause.hurry(leftMs);
    }
    return this.#readiness.wait(bearMs, oldestMs);
  }

  online(): boolean {
    const silentMs = this.#reception?.silentMs() ?? Infinity;
    return this.#delivered && silentMs < this.#options.silentAfterMs && this.#isShowing();
  }

  dueMs(oldestMs: number): number {
    if (this.#flowsSince === undefined) return Infinity;
    const now = performance.now();
    // What followed the key picture has broken off: it begins nothing any more.
    const isFresh = this.#keyAt !== undefined && now - this.#keyAt <= oldestMs;
    return isFresh && this.#isShowing() ? 0 : this.#rhythm.dueMs(now);
  }

  awaitsKey(): boolean {
    return this.#flowsSince !== undefined && this.#keyAt === undefined;
  }

  /** For how long packets have come over this connection, milliseconds. */
  #flowedMs(): number {
    return performance.now() - (this.#flowsSince ?? Infinity);
  }

  /** Whether pictures came lately. */
  #isShowing(): boolean {
    return performance.now() - this.#pictureAt < this.#options.silentAfterMs;
  }

  subscribe(listener: (unit: AccessUnit) => void): () => void {
    // The same function may be given twice; each time has its own end.
    const entry = { call: listener };
    this.#listeners.add(entry);
    return () => void this.#listeners.delete(entry);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    // Not before `close` has noted that it was called.
    await Promise.resolve();
    this.#listeners.clear();
    this.#readiness.fail(new CameraFailure({ code: 'closed' }));
    await this.#reception?.close('closed');
    this.#stop.abort();
    await this.#running;
  }

  /** Connects again and again until the source is closed. Never rejects. */
  async #run(): Promise<void> {
    let failures = 0;
    while (!this.#stop.signal.aborted) {
      this.#delivered = false;
      const startedAt = performance.now();
      const isOne = takesOne(this.#address, this.#options.habits);
      // What our own second look ended was not ended by somebody else.
      const asked = (): Asked => {
        const soon = !this.#delivered || performance.now() - startedAt < soonMs;
        return { ...this.#asked, isTakenElsewhere: isOne && soon };
      };
      const ended = await this.#connect().then(
        (fault) => ({ fault, reason: this.#ranDry ?? reasonOfFault(fault, asked()) }),
        (error: unknown) => ({ fault: faultOf(error), reason: reasonOf(error, asked()) }),
      );
      if (this.#closing === undefined) this.#attempt?.failed(ended.fault);
      if (this.#delivered) this.#flapping.ended(this.#flowedMs());
      this.#reception = undefined;
      this.#keyAt = undefined;
      this.#ranDry = undefined;
      this.#flowsSince = undefined;
      this.#isLossy = false;
      this.#readiness.clear();
      if (this.#closing !== undefined) return;
      // What breaks a limit is no camera to be back with soon, whatever it showed.
      failures = this.#delivered && ended.fault !== 'malformed' ? 1 : failures + 1;
      const retryMs = waitMs(this.#options.backoff, failures, Math.random());
      this.#log('rtsp-lost', { reason: ended.fault, retryMs });
      await this.#rest(ended.reason, retryMs, this.#delivered);
    }
  }

  /** Until the next try: sooner where somebody waits, and trying again may help. */
  async #rest(reason: Reason, retryMs: number, played: boolean): Promise<void> {
    this.#lost = { reason, at: performance.now() };
    // One that played is tried again at once: what comes of that is what is told, but for the same again and again.
    if (!played || !mayPass(reason) || this.#flapping.isOn) this.#note(reason);
    const rested = this.#pause.wait(retryMs, this.#stop.signal);
    if (!mayPass(reason)) this.#readiness.fail(new CameraFailure(reason));
    else if (this.#readiness.isAwaited) {
      this.#pause.hurry(
        waitMs({ firstMs: awaitedRetryMs, maxMs: awaitedRetryMs }, 1, Math.random()),
      );
    }
    await rested;
  }

  /** One connection from beginning to end. @throws RtspFault when it never played */
  async #connect(): Promise<FaultReason> {
    const startedAt = performance.now();
    this.#reception = await this.#open();
    const { transport, intake, plan, ended } = this.#reception;
    this.#log('rtsp-playing', { transport, afterMs: Math.round(performance.now() - startedAt) });
    this.#tellUnusedAudio(plan);
    this.#announce();
    // Also where nobody waits.
    const look = (): void => void (this.#keyAt ?? this.#stillNothing());
    const looking = setTimeout(look, this.#options.readyTimeoutMs ?? 2_000);
    const renewing = setInterval(() => void (this.#toldMissing && this.#stillNothing()), renewMs);
    const asking = new AbortController();
    void this.#askForKey(asking.signal);
    const stopWatching = this.#watchPictures(this.#reception);
    const reason = await ended;
    asking.abort();
    stopWatching();
    clearTimeout(looking);
    clearInterval(renewing);
    this.#legacy = intake.legacy;
    return reason;
  }

  /**
   * Returns up a connection over which pictures came and come no more, though packets do: they may on another. Not
   * while the next key picture is due, which begins anew after whatever was lost. One over which none came at all is
   * given up later, and only where the camera showed pictures before. The answer stops it.
   */
  #watchPictures(reception: Reception): () => void {
    const { silentAfterMs, keyTimeoutMs: firstMs = longestDueMs } = this.#options;
    const backoff = { firstMs, maxMs: firstMs * 16 };
    const patientUntil = performance.now() + waitMs(backoff, this.#dryInRow + 1, 0);
    let timer: NodeJS.Timeout | undefined;
    const wait = (ms: number): void => void (timer = setTimeout(look, ms + 1));
    const look = (): void => {
      const now = performance.now();
      const isFirst = this.#keyAt === undefined;
      // A camera that never showed any is waited for on any connection alike.
      if (isFirst && this.#pictureAt === -Infinity) return wait(silentAfterMs);
      const leftMs = (isFirst ? patientUntil : this.#pictureAt + silentAfterMs) - now;
      if (leftMs > 0) return wait(leftMs);
      // Where no packets come either, that is about to end it, by a reason of its own.
      const silentMs = reception.silentMs();
      if (silentMs >= silentAfterMs / 2) return wait(silentAfterMs - silentMs);
      const { reason } = this.#stillNothing();
      const dueMs = this.#rhythm.dueMs(now);
      const isDue = isFirst ? dueMs !== Infinity : dueMs <= longestDueMs;
      if (isDue) return wait(Math.max(dueMs, dueLookMs));
      this.#ranDry = reason;
      if (isFirst) this.#dryInRow += 1;
      this.#rhythm.broke();
      void reception.close('pictureless');
    };
    wait(silentAfterMs);
    return () => clearTimeout(timer);
  }

  /** Once: it is silent by our doing, not by the camera's. */
  #tellUnusedAudio({ unusedAudio }: MediaPlan): void {
    if (unusedAudio.length === 0 || this.#toldAudio) return;
    this.#toldAudio = true;
    this.#log('rtsp-audio-not-taken', { audio: unusedAudio.join(', ') });
  }

  /** Its ONVIF service is asked beside DESCRIBE; nothing is set up before both are known. */
  async #open(): Promise<Reception> {
    const { guardOrigin, lossWindowMs, now, readyTimeoutMs, recognise, silentAfterMs } =
      this.#options;
    // Before its origin is asked for: what is no URL has none.
    const target = parseTarget(this.#address.stream);
    const guard = await guardOrigin(this.#address, 'stream').catch((cause: unknown) => {
      throw new RtspFault('unverified', { cause });
    });
    // Nothing goes on before it is bound.
    const early = new EarlyUnits();
    let deliver = (unit: AccessUnit): void => early.add(unit);
    const second = beginAttempt(this.#address, this.#options.habits, () =>
      this.#options.onOneConnection?.(this.#address),
    );
    this.#attempt = second;
    const { watch } = this.#options;
    const asking = new AbortController();
    const sameDevice = this.#sameDevice(this.#address, asking.signal);
    try {
      const reception = await openReception({
        target,
        transport: this.#address.transport,
        boundTransport: guard.transport,
        lookup: this.#lookup,
        timeoutMs: Math.max(timeoutMs, readyTimeoutMs ?? 0),
        signal: this.#stop.signal,
        guard,
        recognise: async (seen, again) =>
          (await recognise(this.#address, 'stream', seen, again)) && (await sameDevice()),
        second,
        ...(watch !== undefined && { watch }),
        habits: this.#options.habits,
        ...(this.#legacy !== undefined && { before: this.#legacy }),
        stamp: this.stamp,
        openedAt: this.#openedAt,
        now: now ?? Date.now,
        silentAfterMs,
        deliver: (unit) => deliver(unit),
        onFlow: () => this.#flows(),
        onLoss: (isMost) => this.#loses(isMost),
        ...(lossWindowMs !== undefined && { lossWindowMs }),
      });
      await guard.bind(reception.transport).catch(async (cause: unknown) => {
        await reception.close('unverified');
        throw new RtspFault('unbound', { cause });
      });
      second.played();
      deliver = (unit) => this.#deliver(unit);
      for (const unit of early.take()) deliver(unit);
      return reception;
    } finally {
      asking.abort();
    }
  }

  #deliver(unit: AccessUnit): void {
    this.#delivered = true;
    if (unit.kind === 'video') this.#pictureAt = performance.now();
    if (unit.kind === 'video' && this.#flapping.goesOn(this.#flowedMs())) this.#noteShowing();
    if (unit.kind === 'video' && unit.key) this.#keyCame();
    for (const { call } of this.#listeners) {
      try {
        call(unit);
      } catch {
        // One viewer's failure is not the camera's, nor another viewer's.
        this.#log('rtsp-listener-failed', {});
      }
    }
  }

  /**
   * Best effort: most cameras begin in the middle between two key pictures, which may be seconds apart. Over HTTP, and
   * so of those that take one connection too.
   */
  async #askForKey(signal: AbortSignal): Promise<void> {
    try {
      const asked = await this.#options.askForKey(this.#address, signal);
      if (asked) this.#log('onvif-key-asked', {});
    } catch (error) {
      if (signal.aborted) return;
      const reason = error instanceof OnvifFault ? `onvif-${error.reason}` : faultOf(error);
      this.#log('onvif-key-not-asked', { reason });
    }
  }

  /** It shows something all the same, by jerks. */
  #loses(isMost: boolean): void {
    this.#isLossy = isMost;
    if (isMost || !this.#flapping.isOn) this.#noteShowing();
  }

  /** What comes between two gaps says nothing of the gaps. */
  #noteShowing(): void {
    this.#note(this.#isLossy ? { code: 'damaged' } : undefined);
  }

  /** Its first packet has come. */
  #flows(): void {
    this.#flowsSince = performance.now();
    this.#options.watch?.flows?.();
    this.#rhythm.began(this.#flowsSince);
    this.#announce();
  }

  #keyCame(): void {
    const now = performance.now();
    this.#rhythm.seen(now);
    const isNews = this.#keyAt === undefined || this.#toldMissing;
    if (isNews && !this.#flapping.isOn) this.#noteShowing();
    this.#toldMissing = false;
    this.#dryInRow = 0;
    this.#keyAt = now;
    this.#announce();
    this.#readiness.came();
  }

  /** Lets those waiting know the tracks, as soon as there are some and whenever they change. */
  #announce(): void {
    const tracks = this.#reception?.tracks();
    if (tracks !== undefined) this.#readiness.set(tracks, (oldestMs) => this.dueMs(oldestMs));
  }

  /** Why there is no picture yet, also noted. */
  #stillNothing(): CameraFailure {
    const reason = this.#whyNothing();
    this.#note(reason);
    this.#toldMissing = true;
    return new CameraFailure(reason);
  }

  #whyNothing(): Reason {
    // Not bound yet, though packets come: of one that is tried anew the reason is why it was lost.
    if (this.#reception === undefined && this.#lost !== undefined) return this.#lost.reason;
    if (this.#flowsSince !== undefined) {
      const ms = performance.now() - (this.#keyAt ?? this.#flowsSince);
      if (this.#asked.wantsSrtp && this.#keyAt === undefined) return { code: 'srtp' };
      if (this.#isLossy || this.#reception?.intake.keySpoilt === true) return { code: 'damaged' };
      return { code: 'no-key-picture', seconds: Math.max(1, Math.round(ms / 1_000)) };
    }
    if (this.#reception !== undefined) return reasonOfFault('silent', this.#asked);
    return this.#lost?.reason ?? { code: 'timed-out' };
  }

  #note(reason: Reason | undefined): void {
    this.#options.note?.(this.#address, 'stream', reason);
  }

  #log(event: string, fields: Record<string, string | number>): void {
    try {
      this.#options.log?.(event, fields, this.stamp);
    } catch {
      // A log that fails must not stop the pictures.
    }
  }
}
