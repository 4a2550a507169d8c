/** An RTSP camera as a source: opened once, kept connected until closed. */
import { performance } from 'node:perf_hooks';
import type { CameraAddress } from '../../../wall/partitions/camera-address.ts';
import type { Tracks } from '../../media/unit.ts';
import { renewMs } from '../condition.ts';
import type { AccessUnit, Source } from '../media.ts';
import { OnvifFault, type OnvifReason } from '../onvif/fault.ts';
import { CameraFailure } from '../reason-failure.ts';
import { type Asked, askedOf, reasonOf, reasonOfFault } from '../reason-of.ts';
import type { Reason } from '../reason.ts';
import { openBoundReception } from './bound-reception.ts';
import { type FaultReason, reasonOf as faultOf } from './fault.ts';
import { Flapping } from './flapping.ts';
import { type Legacy, maxAheadUs } from './intake.ts';
import { KeyAsk } from './key-ask.ts';
import { Listeners } from './listeners.ts';
import type { MediaPlan } from './media-plan.ts';
import { PictureWatch } from './picture-watch.ts';
import { Readiness } from './readiness.ts';
import type { Reception } from './reception.ts';
import { Retries } from './retries.ts';
import type { OwnOptions } from './rtsp-options.ts';
import { type Attempt, beginAttempt, takesOne } from './second-look.ts';
import { Showing } from './showing.ts';

/** Whoever ends a connection so soon gave it to somebody else, if there is one only, milliseconds. */
const soonMs = 30_000;

/** What a camera answers that does not send a key picture for being asked. */
const saidNo: ReadonlySet<OnvifReason> = new Set(['refused', 'unauthorized']);

export class RtspSource implements Source {
  readonly stamp: CameraAddress['stamp'];
  readonly #address: CameraAddress;
  readonly #options: OwnOptions;
  /** A little early, so that no time is negative. */
  readonly #openedAt = performance.now() - maxAheadUs / 1_000;
  readonly #listeners = new Listeners(() => this.#log('rtsp-listener-failed', {}));
  readonly #readiness: Readiness<Tracks>;
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;
  readonly #asked: Asked;
  readonly #flapping: Flapping;
  readonly #showing: Showing;
  readonly #watch: PictureWatch;
  readonly #retries: Retries;
  #reception: Reception | undefined;
  #attempt: Attempt | undefined;
  /** What the last connection left for the next. */
  #legacy: Legacy | undefined;
  #delivered = false;
  /** Of this connection. */
  #keyAsk = new KeyAsk();
  /** Why the connection that shows nothing was given up. */
  #ranDry: Reason | undefined;
  #toldAudio = false;
  #closing: Promise<void> | undefined;

  constructor(address: CameraAddress, options: OwnOptions) {
    this.stamp = Object.freeze(address.stamp);
    this.#address = address;
    this.#options = options;
    const { silentAfterMs, keyTimeoutMs, habits } = options;
    const { rhythm } = habits;
    const flapping = new Flapping(options.steadyMs);
    const note = (reason: Reason | undefined): void =>
      options.note?.(this.#address, 'stream', reason);
    this.#flapping = flapping;
    this.#showing = new Showing({ rhythm, flapping, silentAfterMs, note });
    this.#watch = new PictureWatch({
      showing: this.#showing,
      rhythm,
      silentAfterMs,
      ...(keyTimeoutMs !== undefined && { keyTimeoutMs }),
      tell: () => this.#stillNothing().reason,
    });
    this.#asked = askedOf(address.stream);
    this.#readiness = new Readiness(options.readyTimeoutMs ?? 2_000, () => this.#stillNothing());
    this.#retries = new Retries({
      backoff: options.backoff,
      flapping,
      readiness: this.#readiness,
      note,
      onLost: (reason, retryMs) => this.#log('rtsp-lost', { reason, retryMs }),
    });
    this.#running = options.after.catch(() => undefined).then(() => this.#run());
  }

  ready(maxDelayMs = 0, oldestMs = Infinity): Promise<Tracks> {
    if (this.#closing !== undefined) return Promise.reject(new CameraFailure({ code: 'closed' }));
    const refusal = this.#retries.refusal();
    if (refusal !== undefined) return Promise.reject(refusal);
    return this.#readiness.wait(maxDelayMs, oldestMs);
  }

  online(): boolean {
    const silentMs = this.#reception?.silentMs() ?? Infinity;
    return this.#delivered && silentMs < this.#options.silentAfterMs && this.#showing.isShowing();
  }

  dueMs(oldestMs: number): number {
    return this.#showing.dueMs(oldestMs);
  }

  awaitsKey(): boolean {
    return this.#showing.flows && !this.#showing.hasKey;
  }

  subscribe(listener: (unit: AccessUnit) => void): () => void {
    return this.#listeners.add(listener);
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
      if (this.#delivered) this.#flapping.ended(this.#showing.flowedMs());
      this.#reception = undefined;
      this.#ranDry = undefined;
      this.#showing.ended();
      this.#readiness.clear();
      if (this.#closing !== undefined) return;
      const { fault, reason } = ended;
      await this.#retries.wait(fault, reason, this.#delivered, this.#stop.signal);
    }
  }

  /** One connection from beginning to end. @throws RtspFault when it never played */
  async #connect(): Promise<FaultReason> {
    const startedAt = performance.now();
    this.#reception = await this.#open();
    const { transport, intake, plan, ended } = this.#reception;
    this.#log('rtsp-playing', { transport, afterMs: Math.round(performance.now() - startedAt) });
    this.#tellUnusedAudio(plan);
    this.#announce();
    // Also if nobody waits.
    const look = (): void => void (this.#showing.hasKey || this.#stillNothing());
    const looking = setTimeout(look, this.#options.readyTimeoutMs ?? 2_000);
    const renewing = setInterval(
      () => void (this.#showing.isMissed && this.#stillNothing()),
      renewMs,
    );
    const asking = new AbortController();
    this.#keyAsk = new KeyAsk();
    void this.#askForKey(this.#keyAsk, asking.signal);
    const stopWatching = this.#watch.watch(this.#reception, (why) => {
      this.#ranDry = why;
    });
    const reason = await ended;
    asking.abort();
    stopWatching();
    clearTimeout(looking);
    clearInterval(renewing);
    this.#legacy = intake.legacy;
    return reason;
  }

  /** Once: it is silent by our doing, not by the camera's. */
  #tellUnusedAudio({ unusedAudio }: MediaPlan): void {
    if (unusedAudio.length === 0 || this.#toldAudio) return;
    this.#toldAudio = true;
    this.#log('rtsp-audio-not-taken', { audio: unusedAudio.join(', ') });
  }

  #open(): Promise<Reception> {
    return openBoundReception({
      address: this.#address,
      options: this.#options,
      begin: () => {
        const { habits, onOneConnection } = this.#options;
        this.#attempt = beginAttempt(this.#address, habits, () => onOneConnection?.(this.#address));
        return this.#attempt;
      },
      signal: this.#stop.signal,
      openedAt: this.#openedAt,
      ...(this.#legacy !== undefined && { before: this.#legacy }),
      deliver: (unit) => this.#deliver(unit),
      onFlow: () => this.#flows(),
      onLoss: (isMost) => this.#showing.loses(isMost),
    });
  }

  #deliver(unit: AccessUnit): void {
    this.#delivered = true;
    if (unit.kind === 'video') this.#pictureCame(unit.key);
    const isAsked = unit.kind === 'video' && unit.key && this.#keyAsk.takes(performance.now());
    this.#listeners.tell(isAsked ? Object.freeze({ ...unit, asked: true }) : unit);
  }

  /**
   * Best effort: most cameras begin in the middle between two key pictures, which may be seconds apart. Over HTTP, and
   * so of those that take one connection too.
   */
  async #askForKey(ask: KeyAsk, signal: AbortSignal): Promise<void> {
    try {
      const asked = await this.#options.askForKey(this.#address, signal, () => ask.asks());
      ask.answered(performance.now());
      if (asked) this.#log('onvif-key-asked', {});
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof OnvifFault && saidNo.has(error.reason)) ask.refused();
      else ask.answered(performance.now());
      const reason = error instanceof OnvifFault ? `onvif-${error.reason}` : faultOf(error);
      this.#log('onvif-key-not-asked', { reason });
    }
  }

  /** Its first packet has come. */
  #flows(): void {
    this.#showing.began();
    this.#options.watch?.flows?.();
    this.#announce();
  }

  #pictureCame(isKey: boolean): void {
    this.#showing.came(isKey);
    if (!isKey) return;
    this.#watch.keyCame();
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
    this.#showing.misses(reason);
    return new CameraFailure(reason);
  }

  #whyNothing(): Reason {
    // Not bound yet, though packets come: of one that is tried anew the reason is why it was lost.
    const lost = this.#retries.reason;
    if (this.#reception === undefined && lost !== undefined) return lost;
    if (this.#showing.flows) {
      if (this.#asked.wantsSrtp && !this.#showing.hasKey) return { code: 'srtp' };
      return this.#showing.whyNone(this.#reception?.intake.keySpoilt === true);
    }
    if (this.#reception !== undefined) return reasonOfFault('silent', this.#asked);
    return lost ?? { code: 'timed-out' };
  }

  #log(event: string, fields: Record<string, string | number>): void {
    try {
      this.#options.log?.(event, fields, this.stamp);
    } catch {
      // A log that fails must not stop the pictures.
    }
  }
}
