/** Where cameras are answered from, at rest. Only `wall/partitions/` uses it. */
import type { CameraId } from '../identity/ids.ts';
import type { PinnedLine } from './pins.ts';

export interface SealedOrigin {
  readonly camera: CameraId;
  readonly line: PinnedLine;
  /** Address and port, sealed for the camera; absent until the camera is met at its new address. */
  readonly place?: string;
  /** Key, realm, authentication and transport, sealed for the camera. */
  readonly proof: string;
  /** Milliseconds since 1970. */
  readonly since: number;
}

export interface OriginStore {
  of(camera: CameraId, line: PinnedLine): Promise<SealedOrigin | undefined>;
  /**
   * Binds a line. Returns false, and binds nothing, if its row has been opened anew since `opening`, or
   * another origin than `before` is bound by now.
   */
  bind(
    origin: SealedOrigin & { readonly place: string },
    opening: number,
    before: SealedOrigin | undefined,
  ): Promise<boolean>;
  /** Returns the origins of these cameras, oldest first. */
  ofAll(cameras: readonly CameraId[]): Promise<readonly SealedOrigin[]>;
}
