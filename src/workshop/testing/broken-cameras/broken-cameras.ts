/** Cameras that show nothing, each for a reason of its own: what is said of them must be that reason. */
import type { BrokenCamera, RunningCamera } from './broken-camera.ts';
import { distrustedCameras } from './distrusted.ts';
import { unplayableCameras } from './unplayable.ts';
import { unreached } from './unreached.ts';
import { unverified } from './unverified.ts';

export type { BrokenCamera, RunningCamera };

export const brokenCameras: readonly BrokenCamera[] = [
  ...unreached,
  ...unplayableCameras,
  ...distrustedCameras,
  ...unverified,
];
