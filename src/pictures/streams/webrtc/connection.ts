/**
 * One native WebRTC connection, held so that nothing can go wrong in it: no exception of ours gets
 * into a native callback and no call is made in a state that does not allow it; either would abort
 * the process.
 */
import { Audio, PeerConnection, Video } from 'node-datachannel';
import type { RtcConfig, Track } from 'node-datachannel';
import { Failure } from '../../../common/failures.ts';
import type { Certificate } from './certificate.ts';
import { parseDescription } from '../../media/sdp/offer-answer.ts';
import type { Transport } from '../../media/sdp/offer-answer.ts';
import { nativeMid } from './sdp/native.ts';

export interface TrackSetup {
  readonly payloadType: number;
  readonly ssrc: number;
  readonly cname: string;
}

/** Our side of ICE and DTLS, if it was promised in an offer before the connection was made. */
export interface Identity {
  readonly ufrag: string;
  readonly password: string;
  readonly certificate: Certificate;
}

export interface ConnectionOptions {
  readonly config: RtcConfig;
  /** What the display said, written by `writeNativeRemote`. */
  readonly remote: string;
  /** Candidates of the display that are called, without `a=`: lines of checked form. */
  readonly called: readonly string[];
  /** Made up by the library when absent. */
  readonly identity?: Identity;
  readonly video: TrackSetup;
  readonly audio?: TrackSetup & { readonly codec: 'PCMU' | 'PCMA' };
  /** How long to wait for candidates from the ICE servers, in milliseconds. */
  readonly gatherMs: number;
  /** Media may be sent from now on: ICE and DTLS are up. */
  readonly onOpen: () => void;
  /** RTCP from the display. */
  readonly onControl: (bytes: Buffer) => void;
  /** The other side closed, or the path broke. Not called for `close()`. */
  readonly onEnd: (reason: 'closed' | 'failed') => void;
  /** An exception in one of the callbacks above. */
  readonly onFault: (error: unknown) => void;
}

/** Our half of the agreement. */
export interface LocalHalf {
  readonly transport: Transport;
  readonly candidates: readonly string[];
}

export interface Connection {
  /** Resolves with all candidates, or those that came in time. */
  gathered(): Promise<LocalHalf>;
  /** False when the network takes nothing at the moment, or the connection is gone. */
  sendVideo(packet: Buffer): boolean;
  sendAudio(packet: Buffer): boolean;
  /** No media packet leaves after this. Idempotent. */
  close(): void;
}

/**
 * Connects. Towards the library we always answer, also if it was us who offered: it stores an
 * answer's fingerprint only after it has opened ICE to the other side, and a handshake in between
 * fails. As answerer it can be reached by nobody before it knows whom to expect.
 * @throws Failure `bad-request` when the library does not take `remote`.
 */
export function openConnection(options: ConnectionOptions): Connection {
  let over = false;
  const guarded =
    <A extends readonly unknown[]>(work: (...args: A) => void) =>
    (...args: A): void => {
      if (over) return;
      try {
        work(...args);
      } catch (error) {
        options.onFault(error);
      }
    };

  const { identity } = options;
  const native = new PeerConnection('viewer', {
    ...options.config,
    ...(identity && {
      certificatePemFile: identity.certificate.certificatePem,
      keyPemFile: identity.certificate.keyPem,
    }),
  });
  let gathered = (): void => {};
  native.onGatheringStateChange(guarded((state: string) => state === 'complete' && gathered()));
  native.onStateChange(
    guarded((state: string) => {
      // The library itself closes what is `disconnected` or `failed`; `failed` comes before that.
      if (state === 'closed' || state === 'failed') options.onEnd(state);
    }),
  );
  const video = native.addTrack(describeVideo(options.video));
  const audio = options.audio && native.addTrack(describeAudio(options.audio));
  const tracks = [video, ...(audio ? [audio] : [])];
  // Without this listener the binding never lets go of a track.
  for (const track of tracks) track.onClosed(() => {});
  video.onOpen(guarded(() => options.onOpen()));
  video.onMessage(guarded((bytes: Buffer) => options.onControl(bytes)));

  function close(): void {
    if (over) return;
    over = true;
    for (const track of tracks) track.close();
    native.close();
  }

  async function localHalf(): Promise<LocalHalf> {
    let timer: NodeJS.Timeout | undefined;
    const complete = new Promise<void>((resolve) => {
      gathered = resolve;
      timer = setTimeout(resolve, options.gatherMs);
    });
    if (!over && native.gatheringState() !== 'complete') await complete;
    clearTimeout(timer);
    const text = over ? undefined : native.localDescription()?.sdp;
    const [section] = text === undefined ? [] : parseDescription(text).sections;
    if (!section?.transport) throw new Failure('stream-ended', 'the connection is over');
    // Not before: whoever is called has no answer yet, and our own STUN servers would be asked last.
    for (const candidate of options.called) native.addRemoteCandidate(candidate, nativeMid.video);
    return { transport: section.transport, candidates: section.candidates };
  }

  const send = (track: Track | undefined, packet: Buffer): boolean => {
    if (over || !track) return false;
    try {
      return track.sendMessageBinary(packet);
    } catch {
      return false; // closed by the other side; its event is on the way
    }
  };

  try {
    native.setRemoteDescription(options.remote, 'offer');
  } catch (cause) {
    close();
    throw new Failure('bad-request', 'the session description is not acceptable', { cause });
  }
  native.setLocalDescription(
    'answer',
    identity && { iceUfrag: identity.ufrag, icePwd: identity.password },
  );

  return {
    gathered: localHalf,
    sendVideo: (packet) => send(video, packet),
    sendAudio: (packet) => send(audio, packet),
    close,
  };
}

function describeVideo(setup: TrackSetup): Video {
  const media = new Video(nativeMid.video, 'SendOnly');
  media.addH264Codec(setup.payloadType);
  media.addSSRC(setup.ssrc, setup.cname);
  return media;
}

function describeAudio(setup: NonNullable<ConnectionOptions['audio']>): Audio {
  const media = new Audio(nativeMid.audio, 'SendOnly');
  media.addAudioCodec(setup.payloadType, setup.codec);
  media.addSSRC(setup.ssrc, setup.cname);
  return media;
}
