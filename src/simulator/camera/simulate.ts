/** Simulated cameras: RTSP servers that play a clip round and round as if it were live. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { listening } from '../../common/listening.ts';
import type { CameraAuth } from './auth.ts';
import { wellBehaved } from './behaviour.ts';
import type { Behaviour } from './behaviour.ts';
import { CameraState, type CameraOnvif, type Overheard } from './camera-state.ts';
import { serve } from './connection.ts';
import { Listener } from './listener.ts';
import { onvifServer, servicePath } from './onvif.ts';
import { createPacer } from './pacer.ts';
import type { Pacer } from './pacer.ts';
import { stillServer } from './still.ts';
import { openUdpPair } from './udp-pair.ts';
import type { UdpPair } from './udp-pair.ts';
import { authority } from '../../common/host-name.ts';
import type { Clip } from '../clips/clip.ts';

export interface CameraOptions {
  readonly clip: Clip;
  /** Begins with a slash. Default: the camera's name, such as `/front-door`. */
  readonly path?: string;
  readonly auth?: CameraAuth;
  readonly behaviour?: Partial<Behaviour>;
  /** The name it gives itself, asked anew every time. Default: one that goes with the clip it plays. */
  readonly serial?: string | (() => string);
  /** With an ONVIF device service over HTTP. Default: without. */
  readonly onvif?: CameraOnvif;
  /** Text to write into every picture (SEI) and still (JPEG comment), asked for each. */
  readonly watermark?: () => string;
}

export interface SiteOptions {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default 0: any that is free. */
  readonly port?: number;
  /** Also serve JPEG stills over HTTP. Default false. */
  readonly still?: boolean;
  readonly stillPort?: number;
  readonly onvifPort?: number;
  /** Shared with other listeners to save timers. Default: one of its own. */
  readonly pacer?: Pacer;
  readonly maxConnections?: number;
  readonly maxBacklogBytes?: number;
  readonly idleTimeoutMs?: number;
}

export interface SimulatedCamera {
  /** rtsp:// with credentials. */
  readonly url: string;
  /** http:// with credentials; only with the option `still`. */
  readonly stillUrl: string | undefined;
  /** http:// without credentials; only with the option `onvif`. */
  readonly onvifUrl: string | undefined;
  /** What the QR code in its picture reads now. */
  readonly watermark: string;
  /** How many clients it plays to. */
  readonly viewers: number;
  /** How often it was asked for a key picture over ONVIF. */
  readonly keysAsked: number;
  /** Every login that a stranger in its place was sent, oldest first. */
  readonly overheard: readonly Overheard[];
  /**
   * Changes the given behaviours and leaves the others.
   * Takes effect at once, except that `refuse` on a port of its own closes or opens the port.
   */
  misbehave(change: Partial<Behaviour>): Promise<void>;
  /** Behaves without any fault again. */
  behave(): Promise<void>;
  /** Cuts all its connections. */
  drop(): void;
  /** Plays another clip from now on, in the middle of a stream. */
  play(clip: Clip): void;
  /** Ends this camera; the last one on a port ends the port. Idempotent. */
  close(): Promise<void>;
}

export interface SimulatedSite {
  readonly cameras: readonly SimulatedCamera[];
  /** Idempotent. */
  close(): Promise<void>;
}

function credentials(auth: CameraAuth | undefined): string {
  if (!auth) return '';
  return `${encodeURIComponent(auth.user)}:${encodeURIComponent(auth.password)}@`;
}

/** Host and port as a client of this machine writes them. */
function authorityOf({ address, port }: AddressInfo): string {
  const everywhere = address === '0.0.0.0' ? '127.0.0.1' : '::1';
  return authority(['0.0.0.0', '::'].includes(address) ? everywhere : address, port);
}

function defaultPath(clip: Clip): string {
  return `/${clip.camera.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`;
}

function statesOf(list: readonly CameraOptions[]): Map<string, CameraState> {
  const states = new Map<string, CameraState>();
  for (const { path: given, ...options } of list) {
    const path = given ?? defaultPath(options.clip);
    if (!/^(\/[\w.-]+)+$/.test(path)) throw new Error(`not a camera path: ${path}`);
    if (states.has(path)) throw new Error(`two cameras on one path: ${path}`);
    states.set(path, new CameraState(path, options));
  }
  return states;
}

async function startHttp(server: Server, host: string, port: number) {
  return { server, base: authorityOf(await listening(server, port, host)) };
}

/**
 * Starts cameras that share one port, told apart by their paths.
 * @throws Error if a path is malformed or used twice, or a port is taken.
 */
export async function simulateCameras(
  list: readonly CameraOptions[],
  options: SiteOptions = {},
): Promise<SimulatedSite> {
  const states = statesOf(list);
  const host = options.host ?? '127.0.0.1';
  const fps = Math.max(...list.map(({ clip }) => clip.fps));
  const pacer = options.pacer ?? createPacer(fps);
  let udp: UdpPair | undefined;
  let stills: { server: Server; base: string } | undefined;
  let onvif: { server: Server; base: string } | undefined;
  const listener = new Listener(host, options.maxConnections ?? 1024, (socket) => {
    if (!udp) return socket.destroy();
    const { maxBacklogBytes = 4 * 1024 * 1024, idleTimeoutMs = 60_000 } = options;
    return serve(socket, { cameras: states, pacer, udp, maxBacklogBytes, idleTimeoutMs });
  });

  async function close(): Promise<void> {
    await listener.close();
    const closing = udp;
    udp = undefined;
    closing?.close();
    for (const { server } of [stills, onvif].flatMap((one) => one ?? [])) {
      if (!server.listening) continue;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    }
  }

  try {
    await listener.open(options.port ?? 0);
    const { family, address } = listener.address;
    udp = await openUdpPair(address, family === 'IPv6' ? 'udp6' : 'udp4');
    if (options.still) stills = await startHttp(stillServer(states), host, options.stillPort ?? 0);
    if (list.some((camera) => camera.onvif)) {
      onvif = await startHttp(onvifServer(states), host, options.onvifPort ?? 0);
    }
  } catch (cause) {
    await close();
    throw cause;
  }
  const base = authorityOf(listener.address);
  const stillBase = stills?.base;
  const onvifBase = onvif?.base;
  const sole = states.size === 1;

  const cameras = [...states.values()].map((state): SimulatedCamera => {
    const change = async (behaviour: Behaviour): Promise<void> => {
      state.behaviour = behaviour;
      if (!sole || !states.has(state.path)) return;
      if (behaviour.refuse) listener.shut();
      else await listener.open(0);
    };
    const login = credentials(state.auth);
    return {
      url: `rtsp://${login}${base}${state.path}`,
      stillUrl: stillBase && `http://${login}${stillBase}${state.path}.jpg`,
      onvifUrl: state.onvif && onvifBase && `http://${onvifBase}${state.path}${servicePath}`,
      get watermark() {
        return state.clip.watermark;
      },
      get viewers() {
        return state.playing.size;
      },
      get keysAsked() {
        return state.keysAsked;
      },
      overheard: state.overheard,
      misbehave: (partial) => change({ ...state.behaviour, ...partial }),
      behave: () => change(wellBehaved),
      drop: () => state.drop(),
      play: (clip) => {
        state.clip = clip;
      },
      close: async () => {
        states.delete(state.path);
        state.drop();
        if (states.size === 0) await close();
      },
    };
  });
  return {
    cameras,
    close: async () => {
      states.clear();
      await close();
    },
  };
}

/** Starts one camera on a port of its own. @throws as `simulateCameras` does. */
export async function startCamera(options: CameraOptions & SiteOptions): Promise<SimulatedCamera> {
  const { cameras } = await simulateCameras([options], options);
  const [camera] = cameras;
  if (!camera) throw new Error('no camera was started');
  return camera;
}
