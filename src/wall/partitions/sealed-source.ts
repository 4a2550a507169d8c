/**
 * A camera's whereabouts at rest: JSON, sealed for that camera's id alone. The URL of its stream is kept as
 * `rtsp`, whatever its kind: that was its name when there was no other kind, and older builds read it so.
 */
import { z } from 'zod';
import type { CameraId } from '../../identity/ids.ts';
import type { KeyRing } from '../../identity/keyring.ts';
import { seal, unseal } from '../../identity/seal.ts';
import type { SourceSettings } from './camera-address.ts';

const schema = z.object({
  rtsp: z.string(),
  transport: z.enum(['auto', 'tcp', 'udp']),
  still: z.string().optional(),
  onvif: z.string().optional(),
  keys: z.array(z.string()).optional(),
  ca: z.string().optional(),
  trustName: z.boolean().optional(),
  alwaysWarm: z.boolean(),
});

/** Seals a camera's settings. */
export function sealSource(ring: KeyRing, camera: CameraId, settings: SourceSettings): string {
  const { stream, ...others } = settings;
  return seal(ring, camera, JSON.stringify({ rtsp: stream, ...others }));
}

/** @throws Failure `internal` if it was sealed for another camera, or altered. */
export function openSource(ring: KeyRing, camera: CameraId, sealed: string): SourceSettings {
  const { rtsp, still, onvif, keys, ca, trustName, ...rest } = schema.parse(
    JSON.parse(unseal(ring, camera, sealed)),
  );
  return {
    stream: rtsp,
    ...rest,
    ...(still !== undefined && { still }),
    ...(onvif !== undefined && { onvif }),
    ...(keys !== undefined && { keys }),
    ...(ca !== undefined && { ca }),
    ...(trustName !== undefined && { trustName }),
  };
}
