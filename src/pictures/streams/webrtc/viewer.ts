/** One display's connection from its description to its end: the `Peer` of the engine. */
import { randomBytes } from 'node:crypto';
import type { RtcConfig } from 'node-datachannel';
import { Failure } from '../../../common/failures.ts';
import { calledCandidates } from './called.ts';
import { ownCandidates } from './candidates.ts';
import { makeCertificate } from './certificate.ts';
import { openConnection } from './connection.ts';
import type { Connection, Identity, LocalHalf } from './connection.ts';
import type { Peer, PeerEnd, PeerRequest } from './peer.ts';
import type { Packets } from './packets.ts';
import { createPump } from './pump.ts';
import type { Pump } from './pump.ts';
import { createRtpStream } from '../../media/rtp/packetise.ts';
import type { Choice } from './sdp/choose.ts';
import { choose } from './sdp/choose.ts';
import { writeNativeRemote } from './sdp/native.ts';
import { offeredTracks, readAnswer } from './sdp/offer.ts';
import { parseDescription } from '../../media/sdp/offer-answer.ts';
import type { Transport } from '../../media/sdp/offer-answer.ts';
import { writeAnswer, writeOffer } from './sdp/write.ts';
import type { Local } from './sdp/write.ts';

export interface ViewerContext {
  readonly config: RtcConfig;
  readonly announced: readonly string[];
  readonly udpPort: number;
  /** How many addresses of the display are called, and which may be. */
  readonly calledAtMost: number;
  readonly mayCall?: (address: string) => boolean;
  /** Of that port, on this machine. */
  readonly candidates: readonly string[];
  readonly connectTimeoutMs: number;
  /** Names this connection's tracks as one; random. */
  readonly cname: string;
  readonly packets: Packets;
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
  let connection: Connection | undefined;
  let open = false;

  const pump: Pump = createPump({
    feed: request.feed,
    admit: request.admit,
    since: request.since,
    ...(request.onSent && { onSent: request.onSent }),
    onRefused: () => finish('refused'),
    cname,
    packets: context.packets,
    video,
    ...(audio ? { audio } : {}),
    sendVideo: (packet) => connection?.sendVideo(packet) ?? false,
    sendAudio: (packet) => connection?.sendAudio(packet) ?? false,
    // A camera may come back with another kind: to the display it would be noise.
    hears: ({ codec }) => hears && codec === request.tracks.audio?.codec,
  });

  function finish(reason: PeerEnd): void {
    if (ended) return;
    ended = reason;
    clearTimeout(connectTimer);
    pump.stop();
    connection?.close();
    if (open) request.onEnd(reason);
  }

  function connect(agreed: Choice, identity?: Identity): Connection {
    const codec = request.tracks.audio?.codec === 'pcma' ? 'PCMA' : 'PCMU';
    return openConnection({
      config: context.config,
      remote: writeNativeRemote(agreed),
      called: calledCandidates(agreed.candidates, context.calledAtMost, context.mayCall),
      ...(identity && { identity }),
      gatherMs,
      video: { payloadType: agreed.video.format.payloadType, ssrc: video.ssrc, cname },
      ...(audio &&
        agreed.audio && {
          audio: {
            payloadType: agreed.audio.format.payloadType,
            ssrc: audio.ssrc,
            cname,
            codec,
          },
        }),
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

  let identity: Identity | undefined;
  let sdp: string;
  if (offer && chosen) {
    connection = connect(chosen);
    try {
      sdp = writeAnswer(offer, chosen, localOf(await connection.gathered()));
      if (ended) throw new Failure('stream-ended', 'the connection is over');
    } catch (error) {
      finish('failed');
      throw error;
    }
  } else {
    identity = newIdentity();
    const half = { transport: promised(identity), candidates: context.candidates };
    sdp = writeOffer([choice.video, ...(choice.audio ? [choice.audio] : [])], localOf(half));
  }
  open = true;
  awaitConnection();

  return {
    sdp,
    accept(answer) {
      if (connection || ended) {
        throw new Failure('bad-request', 'there is no open offer');
      }
      const agreed = readAnswer(parseDescription(answer), choice);
      hears = agreed.audio !== undefined;
      video.use(agreed.video.format.payloadType);
      connection = connect(agreed, identity);
      awaitConnection();
    },
    end: () => finish('closed'),
  };
}

/** 48 and 144 random bits; RFC 8445 §5.3 asks for 24 and 128. */
function newIdentity(): Identity {
  const random = (bytes: number): string => randomBytes(bytes).toString('base64');
  return { ufrag: random(6), password: random(18), certificate: makeCertificate() };
}

function promised({ ufrag, password, certificate }: Identity): Transport {
  return { ufrag, password, fingerprint: certificate.fingerprint, setup: 'actpass' };
}
