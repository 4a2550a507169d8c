/** An RTSP camera as a source: opened once, kept connected until closed. */
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CameraAddress } from '../../partitions/camera-address.ts';
import type { GuardOrigin } from '../../partitions/origins.ts';
import type { NoteUnanswered, Recognise } from '../../partitions/pins.ts';
import type { AccessUnit, OpenSource, Source, Tracks } from '../media.ts';
import { createDeviceCheck, type DeviceCheck } from '../onvif/device-check.ts';
import { type Backoff, waitMs } from './backoff.ts';
import { type FaultReason, reasonOf, RtspFault } from './fault.ts';
import { createHabits, type Habits } from './habits.ts';
import { type Legacy, mostAheadUs } from './intake.ts';
import { createLookup, type Lookup } from '../lookup.ts';
import { Readiness } from './readiness.ts';
import { openReception, type Reception } from './reception.ts';
import { parseTarget } from './target.ts';

export interface RtspOptions {
  /** How long `ready` waits for a camera; default 2,000 ms. */
  readonly readyTimeoutMs?: number;
  /** No video packet for so long: the camera is offline, and a new connection is tried. */
  readonly silentAfterMs: number;
  readonly backoff: Backoff;
  /** Milliseconds since 1970, for `arrivedAt`. */
  readonly now?: () => number;
  /** Told of connections made and lost; never an address, a password or a camera's own words. */
  readonly log?: (event: string, fields: Record<string, string | number>) => void;
  /** Asked on every connection, before anything is played. */
  readonly recognise: Recognise;
  /** Told why a camera's ONVIF service could not be asked, where it has one. */
  readonly unanswered?: NoteUnanswered;
  /** Holds every connection to the origin that is bound. */
  readonly guardOrigin: GuardOrigin;
  /** Camera names to addresses; the network's, where left out. */
  readonly lookup?: Lookup;
}

/** A camera slow to answer may still come on after `ready` has given up on it. */
const patienceMs = 5_000;

/** Makes the opener of RTSP sources. They share nothing but the queue to the system's
 * resolver, and what was learnt of each camera. */
export function openRtsp(options: RtspOptions): OpenSource {
  const { lookup = createLookup(), guardOrigin, recognise, unanswered, now } = options;
  const sameDevice = createDeviceCheck({
    guardOrigin,
    lookup,
    recognise,
    unanswered,
    timeoutMs: patienceMs,
    ...(now !== undefined && { now }),
  });
  const habitsOf = createHabits();
  return (address) =>
    new RtspSource(address, { ...options, habits: habitsOf(address) }, lookup, sameDevice);
}

interface SourceOptions extends RtspOptions {
  readonly habits: Habits;
}

class RtspSource implements Source {
  readonly stamp: CameraAddress['stamp'];
  readonly #address: CameraAddress;
  readonly #options: SourceOptions;
  readonly #lookup: Lookup;
  readonly #sameDevice: DeviceCheck;
  /** A little early, so that no time is negative. */
  readonly #openedAt = performance.now() - mostAheadUs / 1_000;
  readonly #listeners = new Set<{ readonly call: (unit: AccessUnit) => void }>();
  readonly #readiness: Readiness<Tracks>;
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;
  #reception: Reception | undefined;
  /** What the last connection left for the next. */
  #legacy: Legacy | undefined;
  #delivered = false;
  #closing: Promise<void> | undefined;

  constructor(
    address: CameraAddress,
    options: SourceOptions,
    lookup: Lookup,
    sameDevice: DeviceCheck,
  ) {
    this.stamp = Object.freeze(address.stamp);
    this.#address = address;
    this.#options = options;
    this.#lookup = lookup;
    this.#sameDevice = sameDevice;
    this.#readiness = new Readiness(options.readyTimeoutMs ?? 2_000);
    this.#running = this.#run();
  }

  ready(): Promise<Tracks> {
    return this.#readiness.wait();
  }

  online(): boolean {
    const silent = this.#reception?.silentMs() ?? Infinity;
    return this.#delivered && silent < this.#options.silentAfterMs;
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
    this.#readiness.end();
    await this.#reception?.close('closed');
    this.#stop.abort();
    await this.#running;
  }

  /** Connects again and again until the source is closed. Never rejects. */
  async #run(): Promise<void> {
    let failures = 0;
    while (!this.#stop.signal.aborted) {
      this.#delivered = false;
      const reason = await this.#connect().catch(reasonOf);
      this.#reception = undefined;
      this.#readiness.fail();
      if (this.#closing !== undefined) return;
      failures = this.#delivered ? 1 : failures + 1;
      const retryMs = waitMs(this.#options.backoff, failures, Math.random());
      this.#log('rtsp-lost', { reason, retryMs });
      await sleep(retryMs, undefined, { signal: this.#stop.signal }).catch(() => undefined);
    }
  }

  /** One connection from beginning to end. @throws RtspFault when it never played */
  async #connect(): Promise<FaultReason> {
    const startedAt = performance.now();
    this.#reception = await this.#open();
    const { transport, intake, ended } = this.#reception;
    this.#log('rtsp-playing', { transport, afterMs: Math.round(performance.now() - startedAt) });
    this.#announce();
    const reason = await ended;
    this.#legacy = intake.legacy;
    return reason;
  }

  /** Its ONVIF service is asked beside DESCRIBE; nothing is set up before both are known. */
  async #open(): Promise<Reception> {
    const { guardOrigin, now, readyTimeoutMs, recognise, silentAfterMs } = this.#options;
    const guard = await guardOrigin(this.#address, 'stream').catch((cause: unknown) => {
      throw new RtspFault('unverified', { cause });
    });
    // Nothing goes on before it is bound.
    const early: AccessUnit[] = [];
    let deliver = (unit: AccessUnit): void => void early.push(unit);
    const asking = new AbortController();
    const sameDevice = this.#sameDevice(this.#address, asking.signal);
    try {
      const reception = await openReception({
        target: parseTarget(this.#address.rtsp),
        transport: this.#address.transport,
        boundTransport: guard.transport,
        lookup: this.#lookup,
        timeoutMs: Math.max(patienceMs, readyTimeoutMs ?? 0),
        signal: this.#stop.signal,
        guard,
        recognise: async (seen, again) =>
          (await recognise(this.#address, 'stream', seen, again)) && (await sameDevice()),
        habits: this.#options.habits,
        ...(this.#legacy !== undefined && { before: this.#legacy }),
        stamp: this.stamp,
        openedAt: this.#openedAt,
        now: now ?? Date.now,
        silentAfterMs,
        deliver: (unit) => deliver(unit),
      });
      await guard.bind(reception.transport).catch(async (cause: unknown) => {
        await reception.close('unverified');
        throw new RtspFault('unbound', { cause });
      });
      deliver = (unit) => this.#deliver(unit);
      for (const unit of early) deliver(unit);
      return reception;
    } finally {
      asking.abort();
    }
  }

  #deliver(unit: AccessUnit): void {
    this.#delivered = true;
    if (unit.kind === 'video' && unit.key) this.#announce();
    for (const { call } of this.#listeners) {
      try {
        call(unit);
      } catch {
        // One viewer's failure is not the camera's, nor another viewer's.
        this.#log('rtsp-listener-failed', {});
      }
    }
  }

  /** Lets those waiting know the tracks, as soon as there are some and whenever they change. */
  #announce(): void {
    const tracks = this.#reception?.tracks();
    if (tracks !== undefined) this.#readiness.set(tracks);
  }

  #log(event: string, fields: Record<string, string | number>): void {
    try {
      this.#options.log?.(event, { camera: this.stamp.camera, ...fields });
    } catch {
      // A log that fails must not stop the pictures.
    }
  }
}
