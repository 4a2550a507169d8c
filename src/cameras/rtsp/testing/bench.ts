/** Cameras and sources for one test file, all closed after each test. */
import { afterEach, expect } from '@jest/globals';
import type { CameraAddress } from '../../../partitions/camera-address.ts';
import type { RtspOptions } from '../rtsp-source.ts';
import { type Script, scriptedCamera, type ScriptedCamera } from './scripted-camera.ts';
import { type Watching, watching } from './watching.ts';

export interface Bench {
  readonly camera: (script?: Script) => Promise<ScriptedCamera>;
  readonly watch: (
    url: string,
    options?: Partial<RtspOptions>,
    transport?: CameraAddress['transport'],
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
    watch(url, options, transport) {
      const one = watching(url, options, transport);
      open.push(one.source);
      return one;
    },
  };
}

/** What `ready` rejects with. */
export const offline: unknown = expect.objectContaining({
  name: 'Failure',
  code: 'device-offline',
});
