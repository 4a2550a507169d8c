/** A display that plays WebRTC: node-datachannel as the receiving side, packet by packet. */
import { PeerConnection, Video } from 'node-datachannel';
import { openUdpRelay, type UdpRelay } from '../../proxy/udp-relay.ts';
import type { Viewing } from '../oracle/judge.ts';
import type { Stage } from './stage.ts';

const candidate = /^(a=candidate:\S+ \d+ udp \d+ )(127\.0\.0\.1|\S+) (\d+)( typ host.*)$/im;

function gathered(peer: PeerConnection): Promise<void> {
  return new Promise((resolve) => {
    peer.onGatheringStateChange((state) => state === 'complete' && resolve());
  });
}

/** The answer with one candidate only, which leads through the relay. */
function through(sdp: string, { port }: UdpRelay): string {
  const [line] = candidate.exec(sdp) ?? [];
  const rest = sdp.replaceAll(/^a=(candidate|end-of-candidates).*\r?\n/gm, '');
  const relayed = line?.replace(candidate, `$1127.0.0.1 ${port}$4`);
  return relayed === undefined ? sdp : `${rest}${relayed}\r\n`;
}

/** Until `over` aborts; says `end` to the bridge where the display is `polite`. */
export async function watchWebRtc(
  stage: Stage,
  viewing: Viewing,
  over: AbortSignal,
): Promise<void> {
  const peer = new PeerConnection(`display ${viewing.display}`, {
    iceServers: [],
    disableAutoNegotiation: true,
  });
  peer.onStateChange(() => undefined);
  const video = new Video('0', 'RecvOnly');
  video.addH264Codec(102, 'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f');
  const track = peer.addTrack(video);
  const take = stage.oracle.rtp(viewing);
  track.onClosed(() => undefined);
  track.onMessage((bytes) => {
    const type = (bytes[1] ?? 0) & 0x7f;
    const control = type >= 64 && type < 96;
    if (!control) take(Buffer.from(bytes));
  });

  const post = (message: object, signal?: AbortSignal) =>
    stage.client.send(viewing.url, {
      method: 'POST',
      headers: { authorization: `Bearer ${viewing.bearer}`, 'content-type': 'application/json' },
      body: JSON.stringify({ ...message, deviceId: viewing.device }),
      ...(signal && { signal }),
    });

  let relay: UdpRelay | undefined;
  try {
    const ready = gathered(peer);
    peer.setLocalDescription('offer');
    await ready;
    // Without candidates: the library, when it has offered, does not bear being called before it
    // has the answer.
    const sdp = (peer.localDescription()?.sdp ?? '').replace(/^a=(candidate|end-of).*\r\n/gm, '');
    const answer = await post({ action: 'offer', sdp }, over);
    if (answer.status !== 200 || over.aborted) return;
    const { sdp: given } = JSON.parse(answer.body.toString()) as { sdp: string };
    const { udp } = stage.habits;
    if (udp !== undefined) {
      relay = await openUdpRelay(Number(candidate.exec(given)?.[3] ?? 9));
      relay.weather(udp);
    }
    peer.setRemoteDescription(relay === undefined ? given : through(given, relay), 'answer');
    await stage.pause(3_600_000, over);
    if (stage.chance.happens(0.5)) await post({ action: 'end' }).catch(() => undefined);
  } finally {
    track.close();
    peer.close();
    relay?.close();
  }
}
