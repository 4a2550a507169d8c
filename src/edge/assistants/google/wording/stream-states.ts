/** GetCameraStream: result states of an opened stream (Google's CameraStream trait). */
import type { IceServer } from '../../../../pictures/streams/webrtc/ice-servers.ts';
import type { OpenedStream, Wanted } from '../../../../pictures/streams/streams.ts';
import type { StreamStates } from './answers.ts';

export interface StreamStatesOptions {
  readonly iceServers: readonly IceServer[];
  readonly castReceiverAppId: string | undefined;
}

/** Words an opened stream as Google wants it. */
export type WordStream = (stream: OpenedStream, wanted: Wanted) => StreamStates;

/** Words streams with the settings of this bridge. */
export function createStreamStates({
  iceServers,
  castReceiverAppId,
}: StreamStatesOptions): WordStream {
  const ice = iceServers.length > 0 ? JSON.stringify(iceServers) : undefined;
  return ({ protocol, url, bearer, offer }, wanted) => {
    const common = {
      online: true,
      cameraStreamProtocol: protocol,
      cameraStreamAuthToken: bearer,
    } as const;
    if (protocol === 'webrtc') {
      return {
        ...common,
        cameraStreamSignalingUrl: url,
        ...(ice !== undefined && { cameraStreamIceServers: ice }),
        ...(offer !== undefined && offer !== '' && { cameraStreamOffer: offer }),
      };
    }
    return {
      ...common,
      cameraStreamAccessUrl: url,
      ...(wanted.casts &&
        castReceiverAppId !== undefined && { cameraStreamReceiverAppId: castReceiverAppId }),
    };
  };
}
