/** What a camera says that it has, where nobody decodes it. */
import type { Tracks } from '../../pictures/media/unit.ts';

export const tracks: Tracks = {
  video: {
    codec: 'h264',
    sps: new Uint8Array(),
    pps: new Uint8Array(),
    width: 848,
    height: 480,
    profileLevelId: '64001e',
  },
};
