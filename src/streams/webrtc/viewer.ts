/** One display's connection from its description to its end: the `Peer` of the engine. */
import type { RtcConfig } from 'node-datachannel';
import { Failure } from '../../failures.ts';
import { ownCandidates } from './candidates.ts';
import { openConnection } from './connection.ts';
import type { Connection, LocalHalf } from './connection.ts';
import type { Peer, PeerEnd, PeerRequest } from './peer.ts';
import { createPump } from './pump.ts';
import type { Pump } from './pump.ts';
import { createRtpStream } from './rtp.ts';
import type { Choice } from './sdp/choose.ts';
import { choose } from './sdp/choose.ts';
import { writeNativeRemote } from './sdp/native.ts';
import { offeredTracks, readAnswer } from './sdp/offer.ts';
import { parseDescription } from './sdp/parse.ts';
import { writeAnswer, writeOffer } from './sdp/write.ts';
import type { Local } from './sdp/write.ts';

export interface ViewerContext {
  readonly config: RtcConfig;
  readonly announced: readonly string[];
  readonly udpPort: number;
  readonly connectTimeoutMs: number;
  /** Names this connection's tracks as one; random. */
  readonly cname: string;
  readonly onFault: (error: unknown) => void;
}

/** STUN servers that are slow or dead cost no more than this. */
const gatherMs = 1000;

/**
 * @throws Failure `bad-request` for an offer that cannot be answered; then `onEnd` is not called,
 *   for there was no connection.
 */
export async function openViewer(request: PeerRequest, context: ViewerContext): Promise<Peer> {
  const offer = request.offer === undefined ? undefined : parseDescription(request.offer);
  const chosen = offer && choose(offer, request.tracks);
  const choice: Pick<Choice, 'video' | 'audio'> = chosen ?? offeredTracks(request.tracks);
  const video = createRtpStream(choice.video.format.payloadType);
  const audio = choice.audio && createRtpStream(choice.audio.format.payloadType);
  const { cname } = context;
  let hears = audio !== undefined;
  let ended: PeerEnd | undefined;
  let connectTimer: NodeJS.Timeout | undefined;

  const connection: Connection = openConnection({
    config: context.config,
    gatherMs,
    video: { payloadType: choice.video.format.payloadType, ssrc: video.ssrc, cname },
    ...(audio && choice.audio
      ? {
          audio: {
            payloadType: choice.audio.format.payloadType,
            ssrc: audio.ssrc,
            cname,
            codec: request.tracks.audio?.codec === 'pcma' ? ('PCMA' as const) : ('PCMU' as const),
          },
        }
      : {}),
    onOpen() {
      clearTimeout(connectTimer);
      pump.start();
    },
    onControl: (bytes) => pump.control(bytes),
    onEnd: (reason) => finish(reason),
    onFault(error) {
      context.onFault(error);
      finish('failed');
    },
  });
  const pump: Pump = createPump({
    feed: request.feed,
    admit: request.admit,
    onRefused: () => finish('refused'),
    cname,
    video,
    ...(audio ? { audio } : {}),
    sendVideo: (packet) => connection.sendVideo(packet),
    sendAudio: (packet) => connection.sendAudio(packet),
    hears: () => hears,
  });
  let open = false;

  function finish(reason: PeerEnd): void {
    if (ended) return;
    ended = reason;
    clearTimeout(connectTimer);
    pump.stop();
    connection.close();
    if (open) request.onEnd(reason);
  }

  function awaitConnection(): void {
    clearTimeout(connectTimer);
    connectTimer = setTimeout(() => finish('failed'), context.connectTimeoutMs);
  }

  const localOf = ({ transport, candidates }: LocalHalf): Local => ({
    transport,
    candidates: ownCandidates(candidates, context.announced, context.udpPort),
    video: { ssrc: video.ssrc, cname },
    audio: { ssrc: audio?.ssrc ?? 0, cname },
  });

  let sdp: string;
  let awaitsAnswer = offer === undefined;
  try {
    if (offer && chosen) {
      const half = await connection.answer(writeNativeRemote(chosen));
      sdp = writeAnswer(offer, chosen, localOf(half));
    } else {
      const half = await connection.offer();
      sdp = writeOffer([choice.video, ...(choice.audio ? [choice.audio] : [])], localOf(half));
    }
    if (ended) throw new Failure('stream-ended', 'the connection is over');
  } catch (error) {
    finish('failed');
    throw error;
  }
  open = true;
  awaitConnection();

  return {
    sdp,
    accept(answer) {
      if (!awaitsAnswer || ended) throw new Failure('bad-request', 'there is no open offer');
      const remote = readAnswer(parseDescription(answer), choice);
      connection.accept(writeNativeRemote(remote));
      hears = remote.audio !== undefined;
      video.use(remote.video.format.payloadType);
      awaitsAnswer = false;
      awaitConnection();
    },
    end: () => finish('closed'),
  };
}
