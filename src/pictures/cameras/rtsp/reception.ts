/** One connection that plays: its session, its intake, its receiver reports, its silence. */
import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { Tracks } from '../../media/unit.ts';
import type { FaultReason } from './fault.ts';
import { Intake, type IntakeOptions } from './intake.ts';
import type { MediaPlan } from './media-plan.ts';
import { openSession, type Session, type SessionOptions } from './session.ts';
import type { TransportKind } from './transport.ts';

export interface ReceptionOptions
  extends
    Omit<SessionOptions, 'sinks' | 'ended'>,
    Omit<IntakeOptions, 'plan' | 'transport' | 'onExcess'> {
  readonly silentAfterMs: number;
}

export interface Reception {
  readonly transport: TransportKind;
  readonly plan: MediaPlan;
  /** To be given to the reception that follows. */
  readonly intake: Intake;
  /** Resolves when it is over, with the reason. */
  readonly ended: Promise<FaultReason>;
  tracks(): Tracks | undefined;
  /** Milliseconds since the last video packet, or since it began to play. */
  silentMs(): number;
  /** Says goodbye to the camera, for at most a quarter of a second. Idempotent. */
  close(reason: FaultReason): Promise<void>;
}

/** RFC 3550 §6.2: five seconds, half more or less. */
const reportMs = 5_000;

/** Returns when the camera has said that it plays. @throws RtspFault */
export async function openReception(options: ReceptionOptions): Promise<Reception> {
  let intake: Intake | undefined;
  let planned: MediaPlan | undefined;
  let over = false;
  let end: (reason: FaultReason) => void = () => undefined;
  const ended = new Promise<FaultReason>((resolve) => {
    end = (reason) => {
      over = true;
      clearTimeout(reportTimer);
      clearTimeout(silenceTimer);
      resolve(reason);
    };
  });
  let reportTimer: NodeJS.Timeout | undefined;
  let silenceTimer: NodeJS.Timeout | undefined;
  let exceeded = false;
  let onExcess = (): void => void (exceeded = true);

  const session: Session = await openSession({
    ...options,
    sinks: (plan, transport) => {
      planned = plan;
      intake = new Intake({ ...options, plan, transport, onExcess: () => onExcess() });
      return intake;
    },
    ended: (reason) => end(reason),
  });
  if (intake === undefined || planned === undefined) throw new Error('a session without sinks');
  const { video, audio } = intake;
  const playingSince = performance.now();
  const ours = randomBytes(4).readUInt32BE();

  const report = (): void => {
    if (over) return;
    const ofVideo = video.report(ours);
    const ofAudio = audio?.report(ours);
    if (ofVideo !== undefined) session.reportVideo(ofVideo);
    if (ofAudio !== undefined) session.reportAudio(ofAudio);
    reportTimer = setTimeout(report, reportMs * (0.5 + Math.random()));
  };
  const silentMs = (): number => performance.now() - Math.max(playingSince, video.heardAt);
  const listen = (): void => {
    if (over) return;
    const left = options.silentAfterMs - silentMs();
    if (left <= 0) void close('silent');
    else silenceTimer = setTimeout(listen, left + 1);
  };
  const close = async (reason: FaultReason): Promise<void> => {
    end(reason);
    await session.close();
  };
  onExcess = () => void close('malformed');
  // By the bytes behind the answer to PLAY.
  if (exceeded) onExcess();
  report();
  listen();
  const reception: Reception = {
    transport: session.transport,
    plan: planned,
    intake,
    ended,
    tracks: () => reception.intake.tracks(session.audio),
    silentMs,
    close,
  };
  return reception;
}
