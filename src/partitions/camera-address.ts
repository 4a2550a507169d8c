/** Where a camera is reached. Holds its password: never logged, never put into an error text. */
import type { Stamped } from './stamp.ts';

export type RtspTransport = 'auto' | 'tcp' | 'udp';

/** What the operator told us of a camera's whereabouts; at rest it is sealed. */
export interface SourceSettings {
  /** rtsp:// or rtsps:// URL, credentials included. */
  readonly rtsp: string;
  readonly transport: RtspTransport;
  /** The camera's own JPEG still, http:// or https://, credentials included. */
  readonly still?: string;
  /** Its ONVIF device service, http:// or https://; credentials as for RTSP unless it has its own. */
  readonly onvif?: string;
  /** Keep the source open even when nobody watches. */
  readonly alwaysWarm: boolean;
}

/** One camera's whereabouts with the stamp that everything it sends will carry. */
export interface CameraAddress extends SourceSettings, Stamped {}
