/**
 * Plays WebRTC as Google's displays do: one POST with the complete SDP (no trickle), one-way,
 * `Authorization: Bearer`, and `end` on leaving (CameraStream trait, WebRTC signalling).
 */
import type { Offered } from './api.ts';
import { behindOf } from './webrtc-latency.ts';
import type { OnEnd, Player } from './player.ts';

export type WebRtcOffer = Extract<Offered, { protocol: 'webrtc' }>;

/** A peer whose own offer is already being gathered, while EXECUTE is still under way. */
export interface WarmPeer {
  readonly pc: RTCPeerConnection;
  readonly offer: Promise<string>;
}

const gatherMs = 2_000;

function gathered(pc: RTCPeerConnection): Promise<void> {
  if (pc.iceGatheringState === 'complete') return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      if (pc.iceGatheringState === 'complete') resolve();
    };
    pc.addEventListener('icegatheringstatechange', done);
    setTimeout(resolve, gatherMs);
  });
}

async function ownOffer(pc: RTCPeerConnection): Promise<string> {
  pc.addTransceiver('video', { direction: 'recvonly' });
  pc.addTransceiver('audio', { direction: 'recvonly' });
  await pc.setLocalDescription();
  await gathered(pc);
  return pc.localDescription?.sdp ?? '';
}

/** Returns a peer that begins to gather candidates at once, for two seconds at most. */
export function warmPeer(configuration: RTCConfiguration = {}): WarmPeer {
  const pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle', ...configuration });
  const offer = ownOffer(pc);
  offer.catch(() => undefined);
  return { pc, offer };
}

function signaller(given: WebRtcOffer, deviceId: string) {
  return (action: string, sdp?: string): Promise<Response> =>
    fetch(given.url, {
      method: 'POST',
      keepalive: action === 'end',
      headers: {
        'content-type': 'application/json',
        ...(given.token !== undefined && { authorization: `Bearer ${given.token}` }),
      },
      body: JSON.stringify({ action, deviceId, ...(sdp !== undefined && { sdp }) }),
    });
}

async function answerSdp(answer: Response): Promise<string> {
  if (!answer.ok) throw new Error(`signalling answered ${answer.status}`);
  const body: unknown = await answer.json();
  if (typeof body === 'object' && body !== null && 'sdp' in body && typeof body.sdp === 'string') {
    return body.sdp;
  }
  throw new Error('no SDP in the answer');
}

/** Calls `onEnd` when ICE or DTLS is over; `disconnected` may be a lost second of Wi-Fi, so it is waited out. */
function watchEnd(pc: RTCPeerConnection, onEnd: OnEnd): void {
  const dtls = pc.getReceivers()[0]?.transport;
  const look = (): void => {
    const over = [pc.connectionState, dtls?.state].some((state) =>
      /failed|closed/.test(state ?? ''),
    );
    if (over) onEnd('streamUnavailable');
  };
  pc.addEventListener('connectionstatechange', look);
  dtls?.addEventListener('statechange', look);
}

/** Starts playing into `video`; rejects if the bridge or the browser refuses the description. */
export async function playWebRtc(
  video: HTMLVideoElement,
  given: WebRtcOffer,
  deviceId: string,
  warm: WarmPeer | undefined,
  onEnd: OnEnd,
): Promise<Player> {
  const configuration: RTCConfiguration =
    given.iceServers === undefined
      ? {}
      : { iceServers: JSON.parse(given.iceServers) as RTCIceServer[] };
  const theirs = given.offer !== undefined;
  if (theirs || given.iceServers !== undefined) {
    warm?.pc.close();
    warm = undefined;
  }
  const pc = warm?.pc ?? new RTCPeerConnection({ bundlePolicy: 'max-bundle', ...configuration });
  const signal = signaller(given, deviceId);
  const media = new MediaStream();
  pc.addEventListener('track', ({ track, receiver }) => {
    media.addTrack(track);
    receiver.jitterBufferTarget = 0;
  });
  video.srcObject = media;
  let open = true;
  const close = (): void => {
    if (!open) return;
    open = false;
    signal('end').catch(() => undefined);
    pc.close();
    for (const track of media.getTracks()) track.stop();
    video.srcObject = null;
  };
  try {
    if (given.offer === undefined) {
      const sdp = await (warm?.offer ?? ownOffer(pc));
      const answer = await answerSdp(await signal('offer', sdp));
      await pc.setRemoteDescription({ type: 'answer', sdp: answer });
    } else {
      await pc.setRemoteDescription({ type: 'offer', sdp: given.offer });
      await pc.setLocalDescription();
      await gathered(pc);
      const answer = await signal('answer', pc.localDescription?.sdp);
      if (!answer.ok) throw new Error(`signalling answered ${answer.status}`);
    }
  } catch (error) {
    close();
    throw error;
  }
  watchEnd(pc, (code) => {
    if (open) onEnd(code);
  });
  return {
    latency: () => behindOf(pc),
    lost: () => pc.connectionState === 'disconnected',
    // ICE takes seconds to notice that nobody is there any more.
    stands: async () => (await signal('state')).status !== 404,
    close,
  };
}
