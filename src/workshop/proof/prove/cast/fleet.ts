/**
 * The cameras of a run: a few servers with many cameras each, every one with a watermark of its own,
 * and the same in its picture as a QR code. Paths and log-in are alike on every server, on purpose.
 */
import { simulateCameras } from '../../../../simulator/camera/simulate.ts';
import type { SimulatedCamera } from '../../../../simulator/camera/simulated-camera.ts';
import type { Clip } from '../../../../simulator/clips/clip.ts';
import { writeWatermark } from '../../../../simulator/watermark/watermark.ts';
import { openRtspUdpProxy } from '../../proxy/rtsp-udp-proxy.ts';
import { openTcpProxy, type TcpProxy } from '../../proxy/tcp-proxy.ts';
import type { Weather } from '../../proxy/weather.ts';
import { qrClip } from '../../../../simulator/watermark/qr/qr-clip.ts';

/** Where a camera is reached. */
export interface Place {
  readonly rtsp: string;
  readonly still?: string;
  readonly onvif?: string;
  /** How its pictures come to the bridge. */
  readonly transport: 'tcp' | 'udp';
}

/** A camera with a name, at an address. */
export interface FleetCamera extends Place {
  /** E.g. `c17`. */
  readonly key: string;
  readonly still: string;
  readonly simulated: SimulatedCamera;
  /** Which server it is on. */
  readonly server: number;
  /** The serial it gives for itself; one in four has the same as others have. */
  readonly serial: string;
  /** Whose it is, as it writes into its pictures. */
  owner: string;
}

export interface Fleet {
  readonly servers: number;
  readonly taken: readonly FleetCamera[];
  /**
   * Takes a camera that nobody had before; `serial` replaces its own.
   * @throws Error if all are taken.
   */
  take(owner: string, serial?: string): FleetCamera;
  /** Sets the conditions between the bridge and one server's cameras. */
  weather(server: number, change: Partial<Weather>): void;
  /** Sets the conditions for the datagrams of all cameras that send by UDP. */
  udpWeather(change: Partial<Weather>): void;
  /** Returns where the bridge takes RTP by UDP at this moment: ports of 127.0.0.1. */
  udpViewers(): readonly number[];
  /** Forges RTP to all of those; see workshop/proof/proxy/rtsp-udp-proxy.ts. */
  forge(datagrams: readonly Buffer[]): void;
  forgeReports(datagrams: readonly Buffer[]): void;
  /** Resets every connection between the bridge and one server. */
  cut(server: number): void;
  /** The two answer at each other's address from now on; a second time undoes it. */
  swap(one: FleetCamera, other: FleetCamera): void;
  close(): Promise<void>;
}

/** The log-in that every camera of a run takes. */
export const cameraLogin = {
  scheme: 'digest',
  user: 'viewer',
  password: 'window-seat',
} as const;

/** What a camera shows: a QR code that names it. */
export function pictureOf(camera: string): Clip {
  return qrClip(`camera ${camera}`, 'Front door');
}

/** The serial of the cameras that all say the same. */
export const twins = 'LT-TWIN';

/** Whether two cameras say exactly the same of themselves, so that nobody could tell them apart. */
export function areTwins(one: FleetCamera, other: FleetCamera): boolean {
  return one.serial === other.serial;
}

interface Slot {
  who: { key: string; owner: string; serial: string };
  number: number;
}

function watermarkOf(slot: Slot): () => string {
  return () => {
    const { key: camera, owner } = slot.who;
    slot.number += 1;
    return writeWatermark({ owner, camera, number: slot.number, filmedAt: Date.now() });
  };
}

async function startServer(cameras: number, clip: Clip) {
  const slots = Array.from({ length: cameras }, (): Slot => {
    return { who: { key: 'nobody', owner: 'nobody', serial: 'LT-NONE' }, number: 0 };
  });
  const site = await simulateCameras(
    slots.map((slot, at) => ({
      clip,
      auth: cameraLogin,
      path: `/window/${at}`,
      serial: () => slot.who.serial,
      watermark: watermarkOf(slot),
    })),
    { still: true, maxConnections: 4_096 },
  );
  const [first] = site.cameras;
  if (first?.stillUrl === undefined) throw new TypeError('a server without cameras');
  const port = Number(new URL(first.url).port);
  const udp = await openRtspUdpProxy(port);
  const targets = [port, Number(new URL(first.stillUrl).port), udp.port];
  const roads = await Promise.all(targets.map((target) => openTcpProxy(target)));
  return { slots, site, udp, roads };
}

function through(road: TcpProxy | undefined, url: string): string {
  const address = new URL(url);
  address.port = String(road?.port);
  return address.href;
}

/** Starts `servers` servers with `cameras` cameras in all. */
export async function startFleet(servers: number, cameras: number): Promise<Fleet> {
  const clip = pictureOf('nobody');
  const each = Math.ceil(cameras / servers);
  const started = await Promise.all(Array.from({ length: servers }, () => startServer(each, clip)));
  const taken: FleetCamera[] = [];
  const slots = new Map<FleetCamera, Slot>();
  return {
    servers,
    taken,
    take(owner, serial) {
      const server = taken.length % servers;
      const at = Math.floor(taken.length / servers);
      const { slots: free, site, roads } = started[server] as (typeof started)[number];
      const [slot, simulated] = [free[at], site.cameras[at]];
      if (slot === undefined || simulated?.stillUrl === undefined) {
        throw new Error('there is no camera left that nobody had');
      }
      const transport = taken.length % 5 === 2 ? 'udp' : 'tcp';
      const camera: FleetCamera = {
        key: `c${taken.length}`,
        rtsp: through(roads[transport === 'udp' ? 2 : 0], simulated.url),
        still: through(roads[1], simulated.stillUrl),
        simulated,
        server,
        transport,
        serial:
          serial ??
          (taken.length % 4 === 3 ? twins : `LT-${String(taken.length).padStart(6, '0')}`),
        owner,
      };
      slot.who = camera;
      simulated.play(pictureOf(camera.key));
      slots.set(camera, slot);
      taken.push(camera);
      return camera;
    },
    weather(server, change) {
      for (const road of started[server]?.roads ?? []) road.weather(change);
    },
    udpWeather(change) {
      for (const { udp } of started) udp.weather(change);
    },
    udpViewers: () => started.flatMap(({ udp }) => udp.viewers),
    forge(datagrams) {
      for (const { udp } of started) udp.forge(datagrams);
    },
    forgeReports(datagrams) {
      for (const { udp } of started) udp.forgeReports(datagrams);
    },
    cut(server) {
      for (const road of started[server]?.roads ?? []) road.cut();
    },
    swap(one, other) {
      const [first, second] = [slots.get(one), slots.get(other)];
      if (first === undefined || second === undefined) throw new TypeError('not of this fleet');
      // Before anything else: a camera at a new address has no stream under way from there.
      for (const { simulated } of [one, other]) simulated.drop();
      [first.who, second.who] = [second.who, first.who];
      one.simulated.play(pictureOf(first.who.key));
      other.simulated.play(pictureOf(second.who.key));
    },
    async close() {
      await Promise.all(started.map(({ roads }) => Promise.all(roads.map((road) => road.close()))));
      await Promise.all(started.map(({ udp }) => udp.close()));
      await Promise.all(started.map(({ site }) => site.close()));
    },
  };
}
