/** Where a camera's ONVIF device service is, and with which credentials it is asked. */
import type { CameraAddress } from '../../../wall/partitions/camera-address.ts';
import { type Credentials, credentialsOf } from '../credentials.ts';
import { streamUrl } from '../stream-url.ts';

export interface Service {
  /** Without credentials. */
  readonly service: URL;
  readonly credentials: Credentials | undefined;
}

/** Returns undefined for a camera without one. If its URL has no credentials, those of the stream's serve. */
export function serviceOf({ onvif, stream }: CameraAddress): Service | undefined {
  if (onvif === undefined) return undefined;
  const service = new URL(onvif);
  const credentials = credentialsOf(service) ?? credentialsOf(streamUrl(stream));
  service.username = '';
  service.password = '';
  return { service, credentials };
}
