/** Asks which device a camera is, once for all of its URLs, and tells what was found at its ONVIF service. */
import type { CameraAddress } from '../../../wall/partitions/camera-address.ts';
import { createDeviceCheck, type DeviceCheckOptions } from '../onvif/device-check.ts';
import { OnvifFault } from '../onvif/fault.ts';
import { serviceOf } from '../onvif/service.ts';
import { OriginRefusal } from '../origin/origin.ts';
import { RtspFault } from '../rtsp/fault.ts';
import { checkUrl, noting, type Seen } from './check-url.ts';
import type { CheckedUrl } from './steps.ts';

export interface AskedDevice {
  /** Whether it is the pinned one. Rejects if that cannot be found out. */
  readonly same: Promise<boolean>;
  /** What was found at the service. Never rejects. */
  readonly url: Promise<CheckedUrl>;
}

/** Begins to ask; returns undefined if the camera has no ONVIF address. */
export function checkDevice(
  address: CameraAddress,
  signal: AbortSignal,
  options: DeviceCheckOptions,
): AskedDevice | undefined {
  const service = serviceOf(address);
  if (service === undefined) return undefined;
  const seen: Seen = {};
  const check = createDeviceCheck({
    ...options,
    guardOrigin: async (...which) => noting(await options.guardOrigin(...which), seen),
  });
  const asked = check(address, signal)();
  // If its service is refused, the device is what is not known for the other URLs; any other fault is
  // theirs, too.
  const same = asked.catch((cause: unknown) => {
    const isOfService = cause instanceof OriginRefusal && cause.reason !== 'same-serial';
    throw isOfService ? new OnvifFault('refused', { cause }) : cause;
  });
  same.catch(() => undefined);
  const hasPassword = service.credentials !== undefined;
  const { href } = service.service;
  const url = checkUrl({ url: href, hasPassword, seen, signal }, async () => {
    const isSame = await asked.catch((cause: unknown) => {
      const isOfService = cause instanceof OnvifFault || cause instanceof OriginRefusal;
      throw isOfService ? cause : new RtspFault('unverified', { cause });
    });
    if (!isSame) throw new RtspFault('other-camera');
  });
  return { same, url };
}
