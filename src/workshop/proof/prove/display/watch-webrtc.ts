/** A display that plays WebRTC, through a poor network if it has one. */
import { openWebRtcReceiver } from '../../../../simulator/client/webrtc-receiver.ts';
import { openUdpRelay, type UdpRelay } from '../../proxy/udp-relay.ts';
import type { Viewing } from '../oracle/judge.ts';
import { askState, signalTo } from './ask-state.ts';
import type { Stage } from './stage.ts';

const candidate = /^(a=candidate:\S+ \d+ udp \d+ )(127\.0\.0\.1|\S+) (\d+)( typ host.*)$/im;

/** Returns the answer with one candidate only, which leads through the relay. */
function through(sdp: string, { port }: UdpRelay): string {
  const [line] = candidate.exec(sdp) ?? [];
  const rest = sdp.replaceAll(/^a=(candidate|end-of-candidates).*\r?\n/gm, '');
  const relayed = line?.replace(candidate, `$1127.0.0.1 ${port}$4`);
  return relayed === undefined ? sdp : `${rest}${relayed}\r\n`;
}

/** How long a display looks at nothing before it gives up, in milliseconds. */
const timeoutMs = 5_000;
/** For how long its picture stands still before it asks whether the stream is over, in milliseconds. */
const stillMs = 1_000;

/**
 * Not asked while pictures come: the bridge looks at the map for whoever asks, and ends what it finds to be
 * over. What nothing else would have ended should come, and be found.
 */
const standsStill = ({ lastAt }: Viewing): boolean => lastAt > 0 && Date.now() - lastAt > stillMs;

/** Sends `end`, and asks before and afterwards whether it is over. */
async function hangUp(stage: Stage, viewing: Viewing): Promise<void> {
  await askState(stage, viewing);
  const { status } = await signalTo(stage, viewing, viewing, { action: 'end' });
  viewing.hungUp = status === 200;
  await askState(stage, viewing);
}

/** Plays until `over` aborts, the connection is over, or nothing has come for long. Some send `end` to the bridge. */
export async function watchWebRtc(
  stage: Stage,
  viewing: Viewing,
  over: AbortSignal,
): Promise<void> {
  const name = `display ${viewing.display}`;
  const receiver = openWebRtcReceiver(name, stage.oracle.rtp(viewing));
  const left = new AbortController();
  const leave = (): void => left.abort();
  for (const signal of [over, receiver.ended]) {
    signal.addEventListener('abort', leave, { once: true });
  }

  let relay: UdpRelay | undefined;
  try {
    const sdp = await receiver.offer();
    const answer = await signalTo(stage, viewing, viewing, { action: 'offer', sdp }, over);
    if (answer.status !== 200 || over.aborted) return;
    const { sdp: given } = JSON.parse(answer.body.toString()) as { sdp: string };
    const { udp } = stage.habits;
    if (udp !== undefined) {
      relay = await openUdpRelay(Number(candidate.exec(given)?.[3] ?? 9));
      relay.weather(udp);
    }
    receiver.answered(relay === undefined ? given : through(given, relay));
    for (let seenAt = Date.now(); Date.now() - seenAt < timeoutMs && !left.signal.aborted;) {
      await stage.pause(1_000, left.signal);
      seenAt = Math.max(seenAt, viewing.lastAt);
      if (standsStill(viewing)) await askState(stage, viewing).catch(() => undefined);
    }
    if (stage.chance.happens(0.5)) await hangUp(stage, viewing).catch(() => undefined);
  } finally {
    receiver.close();
    relay?.close();
  }
}
