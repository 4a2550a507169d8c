/** Which protocol a display gets: one it asked for, in the order configured, or none. */
import type { VideoTrack } from '../media/unit.ts';
import { CameraFailure } from '../cameras/reason-failure.ts';
import { Failure } from '../../common/failures.ts';
import type { StreamProtocol } from '../../identity/ticket.ts';
import type { Wanted } from './streams.ts';

export interface ProtocolOrders {
  readonly usual: readonly StreamProtocol[];
  /** For displays that cast. */
  readonly cast: readonly StreamProtocol[];
}

/**
 * Returns the first of the configured protocols that the display listed; but not WebRTC for a `video` that it
 * cannot show, if there is another. If it only may be so, WebRTC is tried.
 * @throws Failure `protocol-unsupported` if there is none: never an answer nobody asked for; CameraFailure
 * with the hurdle as its reason if only WebRTC is asked for, and cannot show the camera's video
 */
export function chooseProtocol(
  wanted: Wanted,
  orders: ProtocolOrders,
  video?: VideoTrack,
): StreamProtocol {
  const order = wanted.casts ? orders.cast : orders.usual;
  const shared = order.filter((protocol) => wanted.protocols.includes(protocol));
  const hurdle = video?.hurdle;
  const fit = hurdle === undefined ? shared : shared.filter((protocol) => protocol !== 'webrtc');
  const [chosen = hurdle?.seen === false ? shared[0] : undefined] = fit;
  if (chosen !== undefined) return chosen;
  if (shared.length === 0 || hurdle === undefined) {
    throw new Failure('protocol-unsupported', 'no protocol that this display and camera share');
  }
  throw new CameraFailure({ code: hurdle.reason });
}
