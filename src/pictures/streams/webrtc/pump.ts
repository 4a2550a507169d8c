/**
 * From the feed to the wire: units become packets, with sender reports in between.
 *
 * A display that asks for a key picture (PLI, FIR) gets the current GOP once more, since nobody here
 * could make the camera produce one; the longer it is, the less often, and at the latest the camera's
 * next key picture helps.
 */
import type { AccessUnit, VideoUnit } from '../../cameras/media.ts';
import type { AudioTrack } from '../../media/unit.ts';
import type { Filmed } from '../../../wall/partitions/stamp.ts';
import type { Feed } from '../feed.ts';
import { createOutbox } from './outbox.ts';
import { readFeedback } from '../../media/rtp/feedback.ts';
import { headerBytes } from '../../media/rtp/packet.ts';
import { writeSenderReport } from '../../media/rtp/sender-report.ts';
import type { Packets } from './packets.ts';
import { maxSamples, type RtpStream } from '../../media/rtp/packetise.ts';
import { createTimeline } from './timeline.ts';

export interface PumpOptions {
  readonly feed: Feed;
  readonly admit: (unit: Filmed) => void;
  /** Monotonic milliseconds: nothing from before is sent. */
  readonly since: number;
  /** Called after every packet that left, with its bytes and how many units began with it. */
  readonly onSent?: (bytes: number, units: number) => void;
  readonly onRefused: () => void;
  readonly cname: string;
  /** Shared by all displays. */
  readonly packets: Packets;
  readonly video: RtpStream;
  readonly audio?: RtpStream;
  readonly sendVideo: (packet: Buffer) => boolean;
  readonly sendAudio: (packet: Buffer) => boolean;
  /** Whether the display took sound of that kind; asked anew for every unit. */
  readonly hears: (track: AudioTrack) => boolean;
  /** The least time between two replays of the GOP on request, however short it is. Default 500. */
  readonly replayPauseMs?: number;
}

export interface Pump {
  /** Begins with the GOP so far. */
  start(): void;
  /** RTCP from the display. */
  control(bytes: Buffer): void;
  /** Nothing leaves after this. Idempotent. */
  stop(): void;
}

const reportIntervalMs = 1000;
/** So many messages of a display are read in a second. Browsers send one for each loss, and some besides. */
const readInSecond = 200;

/** Makes the pump of one display: units of the feed in, its packets out, in its own timeline. */
export function createPump(options: PumpOptions): Pump {
  const timeline = createTimeline();
  const reportVideo = createReporter(options.video.ssrc, 'video', options.sendVideo);
  const reportAudio = createReporter(options.audio?.ssrc ?? 0, 'audio', options.sendAudio);
  const outbox = createOutbox({
    send: reportVideo.counted,
    admit: options.admit,
    ...(options.onSent && { onSent: options.onSent }),
    onRefused() {
      stop();
      options.onRefused();
    },
    stream: options.video,
    packetize: (unit, late) => ({
      ...options.packets.of(unit),
      timestamp: timeline.video(unit, late),
    }),
    // A report leaves as a packet does: not before it was asked whether it may.
    onBegin: () => reportVideo.due(),
  });
  let unwatch: (() => void) | undefined;
  let replayedAt = 0;
  /** How long it took to film what was replayed last, in milliseconds. */
  let replayedMs = 0;
  let begun = false;
  /** When the latest of the pictures given away is shown. */
  let shownUs = -Infinity;
  let stopped = false;
  /** The number of the next packet of sound. */
  let nextSound = options.audio?.first ?? 0;
  /** Of this second: when it began, and how many messages were read in it. */
  let [secondAt, read] = [-Infinity, 0];

  function isFlood(): boolean {
    const now = performance.now();
    if (now - secondAt >= 1_000) [secondAt, read] = [now, 0];
    read += 1;
    return read > readInSecond;
  }

  function createReporter(
    ssrc: number,
    kind: 'video' | 'audio',
    send: (packet: Buffer) => boolean,
  ): { counted: (packet: Buffer) => boolean; due: () => void } {
    let [packets, bytes, reportedAt] = [0, 0, -Infinity];
    return {
      counted(packet) {
        const sent = send(packet);
        if (sent) [packets, bytes] = [packets + 1, bytes + packet.length - headerBytes];
        return sent;
      },
      due() {
        const now = timeline.now();
        if (!now || performance.now() - reportedAt < reportIntervalMs) return;
        reportedAt = performance.now();
        const { wallMs, [kind]: rtpTimestamp } = now;
        send(
          writeSenderReport({ ssrc, cname: options.cname, wallMs, rtpTimestamp, packets, bytes }),
        );
      },
    };
  }

  /**
   * Over WebRTC a picture is shown when it comes. B pictures that nobody knew of when the protocol was chosen are
   * left out: nothing but other B pictures refers to them, as a rule.
   */
  function comesInOrder(unit: VideoUnit): boolean {
    const us = unit.displayUs ?? unit.timestampUs;
    if (us < shownUs) return false;
    shownUs = us;
    return true;
  }

  function onUnit(unit: AccessUnit): void {
    if (unit.heardAt < options.since) {
      // It comes now and is from before: we read it late. After it only a key picture can follow.
      if (unit.kind === 'video') begun = false;
      return;
    }
    if (unit.kind === 'video') {
      if (!begun && !unit.key) return;
      begun = true;
      if (comesInOrder(unit)) outbox.video(unit, false);
      return;
    }
    const { audio } = options;
    if (!audio || !begun || !options.hears(unit.track)) return;
    outbox.audio(options.packets.of(unit), (payloads) => {
      const timestamp = timeline.audio(unit, unit.data.length);
      reportAudio.due();
      let units = 1;
      for (const [at, payload] of payloads.entries()) {
        const packet = audio.write(payload, nextSound, timestamp + at * maxSamples);
        nextSound += 1;
        if (!reportAudio.counted(packet)) continue;
        options.onSent?.(packet.length, units);
        units = 0;
      }
    });
  }

  function watch(): void {
    unwatch?.();
    outbox.clear();
    replayedAt = performance.now();
    const past: VideoUnit[] = [];
    let catchingUp = true;
    unwatch = options.feed.watch((unit) => {
      if (!catchingUp) onUnit(unit);
      // Sound of the past would only delay the present. Pictures follow a key picture, or none do.
      else if (unit.kind === 'video' && unit.heardAt >= options.since) {
        if (unit.key || past.length > 0) past.push(unit);
      }
    });
    catchingUp = false;
    begun ||= past.length > 0;
    replayedMs = replayedAt - (past[0]?.heardAt ?? replayedAt);
    shownUs = -Infinity;
    for (const unit of past) if (comesInOrder(unit)) outbox.video(unit, true);
  }

  function stop(): void {
    stopped = true;
    unwatch?.();
    outbox.close();
  }

  return {
    start() {
      if (!stopped && !unwatch) watch();
    },
    control(bytes) {
      if (stopped || !unwatch || isFlood()) return;
      const { missing, needsKey } = readFeedback(bytes, options.video.ssrc);
      outbox.repeat(missing);
      // At twice the pace at which it is filmed at most: all share the way out.
      const pause = Math.max(options.replayPauseMs ?? 500, replayedMs / 2);
      if (needsKey && performance.now() - replayedAt >= pause) watch();
    },
    stop,
  };
}
