/** One camera's state, shared by its connections. */
import type { Socket } from 'node:net';
import type { CameraAuth } from './auth.ts';
import { wellBehaved } from './behaviour.ts';
import type { Behaviour } from './behaviour.ts';
import { serialOf, serverHeader } from './identity.ts';
import type { Pacer } from './pacer.ts';
import type { UdpPair } from './udp-pair.ts';
import type { Clip } from '../clips/clip.ts';

/** A camera's ONVIF device service. */
export interface CameraOnvif {
  /** Its serial number there, asked anew every time. Default: one that goes with the clip it plays. */
  readonly serial?: string | (() => string);
  /** How far its clock is ahead. Default 0. */
  readonly clockSeconds?: number;
  /** How it wants its login: in a UsernameToken (usual), or by HTTP's Digest. */
  readonly login?: 'token' | 'digest';
  /** It gives its time only in this zone (`CST-8`), and not in UTC. */
  readonly zone?: { readonly name: string; readonly hoursAhead: number; readonly summer: boolean };
  /** What its service appends to the URLs of its streams, and nobody else needs. Default: nothing. */
  readonly appends?: string;
  /** How long it takes for each answer, in milliseconds. Default 0. */
  readonly slowMs?: number;
}

export interface CameraStateOptions {
  readonly clip: Clip;
  readonly auth?: CameraAuth;
  readonly behaviour?: Partial<Behaviour>;
  /** The name it gives itself, asked anew every time. Default: one that goes with the clip it plays. */
  readonly serial?: string | (() => string);
  /** With an ONVIF device service over HTTP. Default: without. */
  readonly onvif?: CameraOnvif;
  /** Text to write into every picture (SEI) and still (JPEG comment), asked for each. */
  readonly watermark?: () => string;
}

/** A login that a stranger was sent. */
export interface Overheard {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** As it stood in the `Authorization` header. */
  readonly login: string;
}

export class CameraState {
  /** Such as `/front-door`. */
  readonly path: string;
  readonly auth: CameraAuth | undefined;
  /** What it plays now. */
  clip: Clip;
  behaviour: Behaviour;
  /** The sessions it plays to. */
  readonly playing = new Set<{ end(): void; jumpToKey(): void }>();
  /** How often it was asked for a key picture. */
  keysAsked = 0;
  /** Every connection that has named this camera. */
  readonly connections = new Set<Socket>();
  /** What was sent to it while a stranger stood in its place. */
  readonly overheard: Overheard[] = [];
  /** Returns what it writes into each picture and still, asked anew every time; see watermark/. */
  readonly watermark: (() => string) | undefined;
  /** Absent if it has no such service. */
  readonly onvif: CameraOnvif | undefined;

  readonly #serial: string | (() => string) | undefined;

  constructor(path: string, options: CameraStateOptions) {
    this.path = path;
    this.auth = options.auth;
    this.clip = options.clip;
    this.behaviour = { ...wellBehaved, ...options.behaviour };
    this.#serial = options.serial;
    this.watermark = options.watermark;
    this.onvif = options.onvif;
  }

  /** The name it gives itself: goes with the clip unless it was given a serial number. */
  get server(): string {
    return this.behaviour.stranger?.server ?? serverHeader(this.#current(this.#serial));
  }

  /** Sends every viewer a key picture next. */
  sendKey(): void {
    this.keysAsked += 1;
    for (const session of this.playing) session.jumpToKey();
  }

  /** Keeps the login that came with a request to a stranger, if one did. */
  overhear(login: string | undefined): void {
    if (login !== undefined) this.overheard.push({ at: Date.now(), login });
  }

  /** Its serial number over ONVIF. */
  get deviceSerial(): string {
    return this.#current(this.onvif?.serial);
  }

  #current(serial: string | (() => string) | undefined): string {
    return (typeof serial === 'function' ? serial() : serial) ?? serialOf(this.clip);
  }

  /**
   * Cuts every connection that has to do with this camera. No further picture goes out, not even by UDP,
   * which knows nothing of the connection.
   */
  drop(): void {
    for (const session of this.playing) session.end();
    for (const socket of this.connections) socket.destroy();
  }
}

/** What the connections of one listener share. */
export interface Site {
  /** By path. */
  readonly cameras: ReadonlyMap<string, CameraState>;
  readonly pacer: Pacer;
  readonly udp: UdpPair;
  readonly maxBacklogBytes: number;
  /** A connection that plays nothing and says nothing for so long is closed. */
  readonly idleTimeoutMs: number;
}
