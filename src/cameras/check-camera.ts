/** One try whether a camera answers, for the operator who has just said where it is. */
import { deadline } from '../deadline.ts';
import type { CameraAddress } from '../partitions/camera-address.ts';
import type { Authentication, OriginGuard, SeenKey } from '../partitions/origin.ts';
import type { GuardOrigin } from '../partitions/origins.ts';
import type { Recognise } from '../partitions/pins.ts';
import { createLookup, type Lookup } from './lookup.ts';
import { createDeviceCheck } from './onvif/device-check.ts';
import { describe } from './rtsp/describe.ts';
import { type FaultReason, reasonOf } from './rtsp/fault.ts';
import { parseTarget } from './rtsp/target.ts';

/** `password-missing`: it asks for one, and the URL has none. */
type CameraFinding = 'answers' | 'password-missing' | FaultReason;

export interface CheckedCamera {
  readonly found: CameraFinding;
  /** Of its TLS connection, where there was one. */
  readonly key?: SeenKey;
  /** How it was told the password, right or wrong; absent where it was told none. */
  readonly scheme?: Authentication['scheme'];
}

export interface CheckCameraOptions {
  readonly guardOrigin: GuardOrigin;
  readonly recognise: Recognise;
  /** For everything, in milliseconds. */
  readonly timeoutMs: number;
  readonly lookup?: Lookup;
}

/**
 * Connects as a source does, asks what the camera has, and binds what was not bound yet. Nothing is
 * played. Never rejects.
 */
export async function checkCamera(
  address: CameraAddress,
  { guardOrigin, recognise, timeoutMs, lookup = createLookup() }: CheckCameraOptions,
): Promise<CheckedCamera> {
  const over = new AbortController();
  const end = deadline(timeoutMs, over.signal);
  const { signal } = end;
  const { camera } = address.stamp;
  const seen: { key?: SeenKey; scheme?: Authentication['scheme'] } = {};
  try {
    const target = parseTarget(address.rtsp);
    const guard = noting(await guardOrigin(address, 'stream'), seen);
    const checkDevice = createDeviceCheck({ guardOrigin, recognise, lookup, timeoutMs });
    const sameDevice = checkDevice(address, signal);
    const { connection } = await describe({
      target,
      lookup,
      timeoutMs,
      signal,
      guard,
      recognise: async (likeness, again) =>
        (await recognise(camera, 'stream', likeness, again)) && (await sameDevice()),
    });
    connection.close('closed');
    await guard.bind();
    return { found: 'answers', ...seen };
  } catch (error) {
    const reason = signal.aborted ? 'timeout' : reasonOf(error);
    const missing = reason === 'unauthorized' && !hasPassword(address);
    return { found: missing ? 'password-missing' : reason, ...seen };
  } finally {
    // Its ONVIF service may still be asked: nobody waits for that.
    over.abort();
    end.clear();
  }
}

const hasPassword = ({ rtsp }: CameraAddress): boolean =>
  parseTarget(rtsp).credentials !== undefined;

/** The same guard; `seen` has what it was shown. */
function noting(
  guard: OriginGuard,
  seen: { key?: SeenKey; scheme?: Authentication['scheme'] },
): OriginGuard {
  return {
    ...guard,
    connected(place, key) {
      if (key !== undefined) seen.key = key;
      guard.connected(place, key);
    },
    choose(offered) {
      const chosen = guard.choose(offered);
      seen.scheme = chosen.scheme;
      return chosen;
    },
  };
}
