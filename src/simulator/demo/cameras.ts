/**
 * The demo's four cameras. Birch and Harbour each have a "Front door" and a "Garden" under the same
 * paths and log-ins: alike on purpose, so that only the wall keeps them apart. Like real ones, each has a
 * serial number of its own, by which it is recognised again.
 */
import { loadClips } from '../clips/clip.ts';
import { simulateCameras } from '../camera/simulate.ts';
import type { SimulatedCamera } from '../camera/simulated-camera.ts';

export interface DemoCamera {
  readonly household: string;
  readonly name: string;
  readonly room: string;
  readonly kind: 'camera' | 'doorbell';
  readonly model: string;
  readonly simulated: SimulatedCamera;
}

export interface DemoCameras {
  readonly cameras: readonly DemoCamera[];
  close(): Promise<void>;
}

const auth = { scheme: 'digest', user: 'viewer', password: 'window-seat' } as const;

/** Starts one camera site for each account of the clips, each on a free port of its own. */
export async function startDemoCameras(): Promise<DemoCameras> {
  const clips = loadClips();
  const households = [...new Set(clips.map(({ household }) => household))];
  const sites = await Promise.all(
    households.map(async (household) => {
      const theirs = clips.filter((clip) => clip.household === household);
      const site = await simulateCameras(
        theirs.map((clip) => ({ clip, auth })),
        { still: true },
      );
      return { theirs, site };
    }),
  );
  const cameras = sites.flatMap(({ theirs, site }) =>
    site.cameras.map((simulated, at): DemoCamera => {
      const clip = theirs[at];
      if (clip === undefined) throw new TypeError('more cameras than clips');
      const door = clip.camera === 'Front door';
      return {
        household: clip.household,
        name: clip.camera,
        room: door ? 'Entrance' : 'Garden',
        kind: door ? 'doorbell' : 'camera',
        model: door ? 'Lattice Door' : 'Lattice View',
        simulated,
      };
    }),
  );
  return {
    cameras,
    async close() {
      await Promise.all(sites.map(({ site }) => site.close()));
    },
  };
}
