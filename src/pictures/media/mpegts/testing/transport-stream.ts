/** MPEG-TS as another muxer writes it. */
import {
  EncodedPacket,
  EncodedVideoPacketSource,
  BufferTarget,
  MpegTsOutputFormat,
  Output,
} from 'mediabunny';
import { joinNals } from '../../h264/annex-b.ts';
import { loadClips } from '../../../../simulator/clips/clip.ts';
import { seiOf } from '../../../../simulator/watermark/sei.ts';

/** Returns pictures as MPEG-TS, each with its text in it if it has one, by a muxer that is not ours. */
export async function transportStream(texts: readonly (string | undefined)[]): Promise<Buffer> {
  const [clip] = loadClips();
  if (clip === undefined) throw new Error('no clip');
  const target = new BufferTarget();
  const output = new Output({ format: new MpegTsOutputFormat(), target });
  const video = new EncodedVideoPacketSource('avc');
  output.addVideoTrack(video);
  await output.start();
  const config = { codec: 'avc1.42e01f', codedWidth: clip.width, codedHeight: clip.height };
  for (const [at, text] of texts.entries()) {
    const { key, nals } = clip.video.pictures[at] ?? { key: false, nals: [] };
    const sets = key ? [clip.video.sps, clip.video.pps] : [];
    const all = [...sets, ...(text === undefined ? [] : [seiOf(text)]), ...nals];
    const data = joinNals(all);
    const picture = new EncodedPacket(data, key ? 'key' : 'delta', at / 15, 1 / 15);
    await video.add(picture, { decoderConfig: config });
  }
  await output.finalize();
  return Buffer.from(target.buffer ?? new ArrayBuffer(0));
}
