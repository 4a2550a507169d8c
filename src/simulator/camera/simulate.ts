/** Simulated cameras: RTSP servers that play a clip round and round as if it were live. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { closeServer } from '../../common/close-server.ts';
import { listening } from '../../common/listening.ts';
import { CameraState, type CameraStateOptions } from './camera-state.ts';
import { serve } from './connection.ts';
import { Listener } from './listener.ts';
import { onvifServer } from './onvif.ts';
import { createPacer } from './pacer.ts';
import type { Pacer } from './pacer.ts';
import { simulatedCamera, type SimulatedCamera } from './simulated-camera.ts';
import { stillServer } from './still.ts';
import { openUdpPair } from './udp-pair.ts';
import type { UdpPair } from './udp-pair.ts';
import { authority } from '../../common/host-name.ts';
import type { Clip } from '../clips/clip.ts';

export interface CameraOptions extends CameraStateOptions {
  /** Begins with a slash. Default: the camera's name, such as `/front-door`. */
  readonly path?: string;
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

export interface SimulatedSite {
  readonly cameras: readonly SimulatedCamera[];
  /** Idempotent. */
  close(): Promise<void>;
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
    if (!/^(\/[\w.-]+)+$/.test(path))
      throw new Error(`not a camera path: ${path} (such as /front-door)`);
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
      await closeServer(server);
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
  const hosts = {
    rtsp: authorityOf(listener.address),
    stills: stills?.base,
    onvif: onvif?.base,
  };
  const sole = states.size === 1;
  const cameras = [...states.values()].map((state) =>
    simulatedCamera(state, {
      hosts,
      refuse: async (refuses) => {
        if (!sole || !states.has(state.path)) return;
        if (refuses) listener.shut();
        else await listener.open(0);
      },
      close: async () => {
        states.delete(state.path);
        state.drop();
        if (states.size === 0) await close();
      },
    }),
  );
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
