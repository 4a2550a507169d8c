/** Cameras and sources for one test file, all closed after each test. */
import { afterEach, expect } from '@jest/globals';
import type { CameraAddress } from '../../../../wall/partitions/camera-address.ts';
import type { RtspOptions } from '../rtsp-options.ts';
import { type Script, scriptedCamera, type ScriptedCamera } from './scripted-camera.ts';
import { type Watching, watching } from './watching.ts';

export interface Bench {
  readonly camera: (script?: Script) => Promise<ScriptedCamera>;
  /** Closes it, too, after the test. */
  readonly keep: (one: { close(): Promise<void> }) => void;
  readonly watch: (
    url: string,
    options?: Partial<RtspOptions>,
    where?: Partial<CameraAddress>,
  ) => Watching;
}

/** To be called once at the top of a test file. */
export function bench(): Bench {
  const open: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((one) => one.close()));
  });
  return {
    async camera(script = {}) {
      const one = await scriptedCamera(script);
      open.push(one);
      return one;
    },
    keep: (one) => void open.push(one),
    watch(url, options, where) {
      const one = watching(url, options, where);
      open.push(one.source);
      return one;
    },
  };
}

/** What `ready` rejects with. */
export const offline: unknown = expect.objectContaining({
  name: 'Failure',
  code: expect.stringMatching(/^(?:device|stream)-/),
});
