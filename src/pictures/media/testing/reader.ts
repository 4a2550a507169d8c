/** The way from RTP packets to pictures, without a network. */
import { H264Depacketiser } from '../rtp/h264-depacketiser.ts';
import { ParameterSets } from '../h264/parameter-sets.ts';
import { type MarkerBelief, type Picture, PictureAssembler } from '../h264/picture-assembler.ts';
import { parseRtp } from '../rtp/packet.ts';
import { pack, type Packing, rtpBytes } from './h264.ts';

/** Makes a reader of packets as they come from the network, in memory that is read into again. */
export function reader(belief?: MarkerBelief) {
  const got: Picture[] = [];
  const sets = new ParameterSets();
  const assembler = new PictureAssembler(sets, (picture) => got.push(picture), belief);
  const depacketiser = new H264Depacketiser(assembler);
  const push = (bytes: Buffer): void => {
    const lent = Buffer.from(bytes);
    const packet = parseRtp(lent);
    if (packet !== undefined) depacketiser.push(packet);
    lent.fill(0xa5);
  };
  return { got, sets, assembler, depacketiser, push };
}

/** Returns the packets of a clip; picture n has the timestamp 6000 n. */
export function packetsOf(
  clip: readonly (readonly Buffer[])[],
  packing?: Packing,
  stuck = false,
): Buffer[] {
  let sequence = 65_500;
  return clip.flatMap((nals, index) =>
    pack(nals, packing).map(({ marker, payload }) =>
      rtpBytes({ sequence: sequence++, timestamp: stuck ? 7 : index * 6_000, marker, payload }),
    ),
  );
}
