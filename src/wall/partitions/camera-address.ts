/** Where a camera is reached. Holds its password: never logged, never put into an error text. */
import type { Connections } from '../../storage/device-map.ts';
import type { Stamped } from './stamp.ts';

export type { Connections };

export type RtspTransport = 'auto' | 'tcp' | 'udp';

/** What the operator has set down about where a camera is; sealed at rest. */
export interface SourceSettings {
  /** Its URL, credentials included. The scheme says what kind of source it is (pictures/cameras/kinds.ts). */
  readonly stream: string;
  /** How its media travel; RTSP only. */
  readonly transport: RtspTransport;
  /** The camera's own JPEG still, http:// or https://, credentials included. */
  readonly still?: string;
  /** Its ONVIF device service, http:// or https://; credentials as for RTSP unless it has its own. */
  readonly onvif?: string;
  /** Fingerprints of self-signed TLS keys that the operator has confirmed; see wall/partitions/origin.ts. */
  readonly keys?: readonly string[];
  /** PEM of the authorities trusted for its TLS in place of the system's. */
  readonly ca?: string;
  /** The operator's word that whoever the host name leads to is the camera, if it looks like it. */
  readonly trustName?: boolean;
  /** Keep the source open even when nobody watches. */
  readonly alwaysWarm: boolean;
}

/** The row of the map from which a connection is opened, and the version of it. */
export interface Opened extends Stamped {
  /** See MappedCamera: what was opened under another number is over. */
  readonly opening: number;
}

/** Where one camera is reached, with the stamp that everything it sends will carry. */
export interface CameraAddress extends SourceSettings, Opened {
  /** How many connections it takes at a time; absent while that may yet be learnt. */
  readonly connections?: 1 | 'many';
}

/** Returns how many connections a camera takes, in the form in which an address holds it. */
export function connectionsOf(known: Connections | undefined): Pick<CameraAddress, 'connections'> {
  if (known === undefined) return {};
  return { connections: known === 'many' ? 'many' : 1 };
}
