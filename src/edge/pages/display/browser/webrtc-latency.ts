/** How far a WebRTC picture is behind, from the browser's own statistics (webrtc-stats). */

interface Seen {
  delay: number;
  frames: number;
}

const seen = new WeakMap<RTCPeerConnection, Seen>();

function number(report: Record<string, unknown>, name: string): number {
  const value = report[name];
  return typeof value === 'number' ? value : 0;
}

/**
 * Returns half a round trip, plus the time that a frame lately took from its first packet to being decoded
 * (totalProcessingDelay, the jitter buffer included). The camera's own encoding is not in it.
 */
export async function behindOf(pc: RTCPeerConnection): Promise<number | undefined> {
  let roundTrip = 0;
  let now: Seen | undefined;
  for (const report of (await pc.getStats()).values() as Iterable<Record<string, unknown>>) {
    if (report['type'] === 'candidate-pair' && report['state'] === 'succeeded') {
      roundTrip = number(report, 'currentRoundTripTime');
    }
    if (report['type'] === 'inbound-rtp' && report['kind'] === 'video') {
      const delay = number(report, 'totalProcessingDelay');
      now = { delay, frames: number(report, 'framesDecoded') };
    }
  }
  if (now === undefined || now.frames === 0) return undefined;
  const before = seen.get(pc) ?? { delay: 0, frames: 0 };
  const frames = now.frames - before.frames;
  if (frames <= 0) return undefined;
  seen.set(pc, now);
  return 1000 * (roundTrip / 2 + (now.delay - before.delay) / frames);
}
