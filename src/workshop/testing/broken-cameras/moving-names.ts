/** Host names that lead where a test wants. */
import { RtspFault } from '../../../pictures/cameras/rtsp/fault.ts';

/** Names that lead where a test wants, for whoever asks `movingAddress` before the network. */
export const moving = new Map<string, string>();

/** A name for which nobody answers. */
export const mute = 'attic.test';

/** Of a moving name; undefined for any other. */
export function movingAddress(host: string): readonly string[] | undefined {
  if (host === mute) throw new RtspFault('unanswered');
  const address = moving.get(host);
  return address === undefined ? undefined : [address];
}
