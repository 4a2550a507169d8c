/** What answers for a camera, line by line, for the record: a row of the map says only what was meant. */
import type { CameraId } from '../identity/ids.ts';
import type { Store } from '../storage/store.ts';
import type { CameraAddress } from './camera-address.ts';
import type { Answered, AnsweredLines } from './recorder.ts';

/** Keyed hashes of where the lines of a camera lead, as far as that is known. */
export type SourcesOf = (address: CameraAddress) => {
  readonly stream?: string;
  readonly still?: string;
};

/** Reads the pins in force. Rejects when they cannot be asked: then nothing is to be shown. */
export function createAnswering({ pins }: Pick<Store, 'pins'>, sourcesOf: SourcesOf) {
  async function answered(
    camera: CameraId,
    line: 'stream' | 'still',
    source: string | undefined,
  ): Promise<Answered> {
    const pin = await pins.of(camera, line);
    return {
      ...(pin !== undefined && { pin: pin.hash, description: pin.description }),
      ...(source !== undefined && { source }),
    };
  }

  return async (address: CameraAddress): Promise<AnsweredLines> => {
    const { camera } = address.stamp;
    const sources = sourcesOf(address);
    const stream = await answered(camera, 'stream', sources.stream);
    if (address.still === undefined) return { stream };
    return { stream, still: await answered(camera, 'still', sources.still) };
  };
}
