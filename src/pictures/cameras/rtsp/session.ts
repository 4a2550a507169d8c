/** One playing session: SETUP, PLAY, signs of life, TEARDOWN (RFC 2326 §10). */
import type { RtspTransport } from '../../../wall/partitions/camera-address.ts';
import { describe, type Described, type DescribeOptions } from './describe.ts';
import { faultOf } from './exchange.ts';
import { type FaultReason, reasonOf, RtspFault } from './fault.ts';
import type { Habits } from './habits.ts';
import { keepAlive } from './keep-alive.ts';
import type { MediaPlan } from './media-plan.ts';
import { setUp, transportOrder } from './setup.ts';
import type { PacketSink, Transport, TransportKind } from './transport.ts';
import { createTcpTransports } from './transport-tcp.ts';
import { openUdpTransport } from './transport-udp.ts';

/** Where a session's packets go; `audio` only where the plan has one. */
export interface Sinks {
  readonly video: PacketSink;
  readonly audio?: PacketSink;
}

export interface SessionOptions extends DescribeOptions {
  /** What the operator set. */
  readonly transport: RtspTransport;
  /** What the camera was bound to at first contact; undefined until then. */
  readonly boundTransport: TransportKind | undefined;
  /** What is known of the camera, and is found out. */
  readonly habits: Habits;
  /** Makes the sinks for a transport about to be tried; those made last are the ones in use. */
  sinks(plan: MediaPlan, transport: TransportKind): Sinks;
  /** Called once when a session that played has ended by itself. */
  ended(reason: FaultReason): void;
}

export interface Session {
  readonly transport: TransportKind;
  /** False where the camera has no audio for us, or would not set it up. */
  readonly audio: boolean;
  reportVideo(bytes: Buffer): void;
  reportAudio(bytes: Buffer): void;
  /** Says TEARDOWN, waits a moment for the answer, closes everything. Idempotent. */
  close(): Promise<void>;
}

interface Streams {
  readonly kind: TransportKind;
  readonly video: Transport;
  readonly audio?: Transport;
}

const teardownMs = 250;

/** Why a camera may deny us its audio, or offer it in no way that we take, and still be played. */
const bearable: ReadonlySet<FaultReason> = new Set([
  'refused',
  'not-found',
  'unauthorized',
  'malformed',
  'no-transport',
  'no-server-port',
]);

/** Opens a session and returns when the camera has said that it plays. @throws RtspFault */
export async function openSession(options: SessionOptions): Promise<Session> {
  const described = await describe(options);
  const { connection, exchange, uri } = described;
  const opened: Transport[] = [];
  const closeTransports = (): void => opened.forEach((transport) => transport.close());
  try {
    const { kind, video, audio } = await setUpStreams(options, described, opened);
    options.watch?.setUp?.(kind, audio !== undefined);
    const response = await exchange.ask('PLAY', uri, { Range: 'npt=0.000-' });
    if (response.status !== 200) throw faultOf(response);
    options.watch?.plays?.();
    const lost = (reason: FaultReason): void => connection.close(reason);
    const stopBeating = keepAlive(exchange, uri, options.habits, lost);
    let open = true;
    const release = (hungUp: boolean): void => {
      open = false;
      stopBeating(hungUp);
      closeTransports();
    };
    connection.onClose = (reason) => {
      if (!open) return;
      release(reason === 'closed');
      options.ended(reason);
    };
    return {
      transport: kind,
      audio: audio !== undefined,
      reportVideo: (bytes) => video.report(bytes),
      reportAudio: (bytes) => audio?.report(bytes),
      async close() {
        if (!open) return;
        release(false);
        const timer = setTimeout(() => connection.close('closed'), teardownMs);
        await exchange.ask('TEARDOWN', uri).catch(() => undefined);
        clearTimeout(timer);
        connection.close('closed');
      },
    };
  } catch (error) {
    closeTransports();
    connection.close('closed');
    throw error;
  }
}

async function setUpStreams(
  options: SessionOptions,
  { connection, exchange, plan, uriOf }: Described,
  opened: Transport[],
): Promise<Streams> {
  const tcp = createTcpTransports(connection);
  const make = async (kind: TransportKind, sink: PacketSink): Promise<Transport> => {
    const transport = kind === 'tcp' ? tcp(sink) : await openUdpTransport(connection, sink);
    opened.push(transport);
    return transport;
  };
  const { transport: setting, target, boundTransport } = options;
  let refusal: RtspFault | undefined;
  for (const kind of transportOrder(setting, target.secure, boundTransport)) {
    const sinks = options.sinks(plan, kind);
    const video = await make(kind, sinks.video);
    refusal = await setUp(exchange, uriOf(plan.video.media.control), video);
    if (refusal !== undefined) continue;
    const { habits } = options;
    const { isSpared } = habits.audioBreaks;
    if (plan.audio === undefined || sinks.audio === undefined || isSpared) return { kind, video };
    // Audio is welcome, not needed: a camera that refuses it is played without.
    const audio = await make(kind, sinks.audio);
    const refused = await setUp(exchange, uriOf(plan.audio.media.control), audio).catch(
      (error: unknown) => {
        if (bearable.has(reasonOf(error)) && !connection.ended) return error;
        // Not if it was us who broke off.
        if (!options.signal.aborted) habits.audioBreaks.broke();
        // After what is no answer at all nothing can be asked over this connection; over another it may play.
        throw reasonOf(error) === 'malformed' ? new RtspFault('closed', { cause: error }) : error;
      },
    );
    habits.audioBreaks.answered();
    return refused === undefined ? { kind, video, audio } : { kind, video };
  }
  throw refusal ?? new RtspFault('no-transport');
}
