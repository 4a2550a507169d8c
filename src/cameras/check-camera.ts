/** One try whether a camera answers, for the operator who has just said where it is. */
import { performance } from 'node:perf_hooks';
import { deadline } from '../deadline.ts';
import type { CameraAddress } from '../partitions/camera-address.ts';
import type { Authentication, OriginGuard, SeenKey } from '../partitions/origin.ts';
import { hasLogin } from '../partitions/place.ts';
import type { GuardOrigin } from '../partitions/origins.ts';
import type { Recognise } from '../partitions/pins.ts';
import { askStill } from './camera-still.ts';
import { credentialsOf } from './credentials.ts';
import { createLookup, type Lookup } from './lookup.ts';
import { createDeviceCheck } from './onvif/device-check.ts';
import { OnvifFault } from './onvif/fault.ts';
import { serviceOf } from './onvif/service.ts';
import { type FaultReason, reasonOf, RtspFault } from './rtsp/fault.ts';
import { newHabits } from './rtsp/habits.ts';
import { openReception } from './rtsp/reception.ts';
import { parseTarget } from './rtsp/target.ts';

/**
 * `password-missing`: it asks for one, and the URL has none. `device-unknown`: all is well with this URL, but its
 * ONVIF service did not say that it is the camera, and nothing is shown until it does.
 */
export type CameraFinding = 'answers' | 'password-missing' | 'device-unknown' | FaultReason;

/** What was found at one URL. */
export interface CheckedUrl {
  readonly found: CameraFinding;
  /** Of its TLS connection, where there was one. */
  readonly key?: SeenKey;
  /** How it was told the password, right or wrong; absent where it was told none. */
  readonly scheme?: Authentication['scheme'];
  /** A user or a password stands in the path or query of its URL, and was told to whoever answered. */
  readonly loginInUrl?: true;
}

/** By the URLs that the camera has. */
export interface CheckedCamera {
  readonly stream: CheckedUrl;
  readonly still?: CheckedUrl;
  readonly onvif?: CheckedUrl;
}

export interface CheckCameraOptions {
  readonly guardOrigin: GuardOrigin;
  readonly recognise: Recognise;
  /** For everything, in milliseconds. */
  readonly timeoutMs: number;
  readonly lookup?: Lookup;
}

interface Seen {
  key?: SeenKey;
  scheme?: Authentication['scheme'];
}

/** The device is not the one, or does not say. */
class DeviceUnknown extends Error {}

/**
 * Connects to each URL of a camera as the bridge does, until its stream plays, and binds what was not bound
 * yet. Never rejects.
 */
export async function checkCamera(
  address: CameraAddress,
  { guardOrigin, recognise, timeoutMs, lookup = createLookup() }: CheckCameraOptions,
): Promise<CheckedCamera> {
  const over = new AbortController();
  const end = deadline(timeoutMs, over.signal);
  const { signal } = end;
  const how = { lookup, timeoutMs, signal };

  async function found(
    url: string,
    hasPassword: () => boolean,
    seen: Seen,
    ask: () => Promise<unknown>,
  ): Promise<CheckedUrl> {
    const inUrl = hasLogin(new URL(url)) ? { loginInUrl: true as const } : {};
    try {
      await ask();
      return { found: 'answers', ...seen, ...inUrl };
    } catch (error) {
      const reason = findingOf(error, signal);
      const missing = reason === 'unauthorized' && !hasPassword();
      return { found: missing ? 'password-missing' : reason, ...seen, ...inUrl };
    }
  }

  function checkOnvif(): Promise<CheckedUrl> | undefined {
    const service = serviceOf(address);
    if (service === undefined) return undefined;
    const seen: Seen = {};
    const checkDevice = createDeviceCheck({
      guardOrigin: async (...which) => noting(await guardOrigin(...which), seen),
      recognise,
      lookup,
      timeoutMs,
    });
    const same = checkDevice(address, signal);
    return found(
      service.service.href,
      () => service.credentials !== undefined,
      seen,
      async () => {
        if (!(await same())) throw new RtspFault('other-camera');
      },
    );
  }

  const device = checkOnvif();
  const isSameDevice = async (): Promise<true> => {
    if (device !== undefined && (await device).found !== 'answers') throw new DeviceUnknown();
    return true;
  };

  async function checkStream(): Promise<CheckedUrl> {
    const seen: Seen = {};
    const hasPassword = (): boolean => parseTarget(address.rtsp).credentials !== undefined;
    return found(address.rtsp, hasPassword, seen, async () => {
      const target = parseTarget(address.rtsp);
      const guard = noting(await guardOrigin(address, 'stream'), seen);
      // Some ask for a password only when a stream is set up, and only then say whether they send by TCP.
      const reception = await openReception({
        ...how,
        target,
        guard,
        transport: address.transport,
        boundTransport: guard.transport,
        recognise: async (likeness, again) =>
          (await recognise(address, 'stream', likeness, again)) && (await isSameDevice()),
        stamp: address.stamp,
        openedAt: performance.now(),
        now: Date.now,
        habits: newHabits(),
        silentAfterMs: timeoutMs,
        deliver: () => undefined,
      });
      try {
        await guard.bind(reception.transport);
      } finally {
        await reception.close('closed');
      }
    });
  }

  function checkStill(): Promise<CheckedUrl> | undefined {
    const { still: url } = address;
    if (url === undefined) return undefined;
    const seen: Seen = {};
    return found(
      url,
      () => credentialsOf(new URL(url)) !== undefined,
      seen,
      async () => {
        const guard = noting(await guardOrigin(address, 'still'), seen);
        await askStill({
          ...how,
          url,
          guard,
          recognise: async (likeness) => {
            const isSame = await recognise(address, 'still', likeness, async () => undefined);
            return isSame && isSameDevice();
          },
        });
      },
    );
  }

  try {
    const [stream, still, onvif] = await Promise.all([checkStream(), checkStill(), device]);
    return { stream, ...(still && { still }), ...(onvif && { onvif }) };
  } finally {
    over.abort();
    end.clear();
  }
}

function findingOf(error: unknown, { aborted }: AbortSignal): CameraFinding {
  const { cause } = error as { cause?: unknown };
  if (error instanceof DeviceUnknown || cause instanceof DeviceUnknown) return 'device-unknown';
  if (aborted) return 'timeout';
  if (!(error instanceof OnvifFault)) return reasonOf(error);
  const { reason } = error;
  return reason === 'refused' || reason === 'malformed' ? `onvif-${reason}` : reason;
}

/** The same guard; `seen` has what it was shown. */
function noting(guard: OriginGuard, seen: Seen): OriginGuard {
  return {
    ...guard,
    connected(place, key) {
      if (key !== undefined) seen.key = key;
      guard.connected(place, key);
    },
    choose(offered, refused) {
      const chosen = guard.choose(offered, refused);
      seen.scheme = chosen.scheme;
      return chosen;
    },
  };
}
