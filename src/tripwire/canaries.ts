/**
 * The canaries: two accounts alike but for their ids, each with one simulated camera on loopback. They live
 * in the store as every account does, behind the same door and under the same key ring. Their accounts,
 * devices and linkings stay through restarts; their cameras are at a new place every time.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AccountId, DeviceId } from '../identity/ids.ts';
import { newSecret } from '../identity/secret.ts';
import { startCamera } from '../simulator/camera/simulate.ts';
import type { SimulatedCamera } from '../simulator/camera/simulated-camera.ts';
import { readElementary } from '../pictures/media/h264/elementary.ts';
import type { Clip } from '../simulator/clips/clip.ts';
import { packetise } from '../simulator/clips/packets.ts';
import type { Partitions } from '../wall/partitions/partitions.ts';
import { projectRoot } from '../common/project-root.ts';
import { settledCanary, tokensOf, type SettledParts } from './settled-canary.ts';
import { canaryNames, type CanaryName, type CanaryWatermarks } from './canary-watermark.ts';
import type { Own } from './verdict.ts';

export interface Canary extends Own {
  readonly account: AccountId;
  readonly device: DeviceId;
  /** Returns an access token under a linking that stands. */
  token(): Promise<string>;
}

export interface CanaryParts extends SettledParts {
  readonly partitions: Pick<Partitions, 'within'>;
  readonly watermarks: CanaryWatermarks;
}

const folder = join(projectRoot, 'fixtures/canary');
/** Each has its own width: if a picture lost its watermark, its size still says whose it is. */
const widths: Readonly<Record<CanaryName, number>> = { '1': 152, '2': 168 };
const height = 88;
const fps = 5;

function clipOf(name: CanaryName): Clip {
  const video = readElementary(readFileSync(join(folder, `canary-${name}.h264`)));
  return {
    name: 'canary',
    household: 'Canary',
    camera: 'Front door',
    watermark: '',
    fps,
    width: widths[name],
    height,
    video,
    still: readFileSync(join(folder, `canary-${name}.jpg`)),
    packets: packetise(video, undefined),
  };
}

async function settle(
  name: CanaryName,
  { url, stillUrl }: SimulatedCamera,
  parts: CanaryParts,
): Promise<Canary> {
  const { partitions, accessTokens } = parts;
  const { account, device } = await settledCanary(
    name,
    {
      stream: url,
      transport: 'tcp',
      alwaysWarm: false,
      ...(stillUrl !== undefined && { still: stillUrl }),
    },
    parts,
  );
  const token = tokensOf(account, parts);
  const proof = accessTokens.verify(await token());
  const camera = await partitions.within(
    proof,
    async (partition) => partition.address(await partition.device(device)).stamp.camera,
  );
  return { name, width: widths[name], height, account, device, camera, token };
}

/** Makes the canaries, or finds them, and starts their cameras. @throws Failure `storage-down`. */
export async function settleCanaries(
  parts: CanaryParts,
): Promise<{ canaries: readonly [Canary, Canary]; close: () => Promise<void> }> {
  const { watermarks } = parts;
  // The same for both, and for this start only: nobody else may see what they film.
  const auth = { scheme: 'digest', user: 'canary', password: newSecret() } as const;
  const started: SimulatedCamera[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(started.splice(0).map((camera) => camera.close()));
  };
  async function hatch(name: CanaryName): Promise<Canary> {
    const clip = clipOf(name);
    let canary: Canary | undefined;
    const watermark = () =>
      canary === undefined ? 'not in the map yet' : watermarks.write(name, canary.camera);
    // A port may have been the other canary's at an earlier start, which still stands in its row.
    const path = `/${newSecret()}`;
    const camera = await startCamera({ clip, auth, path, still: true, watermark });
    started.push(camera);
    canary = await settle(name, camera, parts);
    return canary;
  }
  try {
    const [first, second] = canaryNames;
    return { canaries: [await hatch(first), await hatch(second)], close };
  } catch (error) {
    await close();
    throw error;
  }
}
