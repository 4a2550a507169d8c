/**
 * The way out of one connection: every packet of every unit passes here, and the delivery check
 * with it, whether it is sent for the first time, continued after a pause, or repeated.
 *
 * Packets leave at a bounded pace, because a GOP sent in one burst overflows the socket buffers of
 * either side. While they wait, the display may fall behind: beyond a limit the waiting pictures are
 * dropped up to the next key picture.
 */
import { Failure } from '../../../common/failures.ts';
import type { VideoUnit } from '../../cameras/media.ts';
import type { Filmed } from '../../../wall/partitions/stamp.ts';
import { bytesOf } from '../../media/unit-bytes.ts';
import type { Packed } from './packets.ts';
import type { Payload, RtpStream } from '../../media/rtp/packetise.ts';
import { createSent, type Sending } from './sent.ts';

export interface OutboxOptions {
  /** Hands one packet to the network, which copies it: false when it takes none at the moment. */
  readonly send: (packet: Buffer) => boolean;
  /**
   * The delivery check; throws for a unit that must not reach this display: Failure `unverified` if it must not now, but
   * may once the map has been asked again.
   */
  readonly admit: (unit: Filmed) => void;
  /** Called after every packet that left, with its bytes and how many units began with it. */
  readonly onSent?: (bytes: number, units: number) => void;
  /** Called once, when `admit` threw, and not for now; nothing is sent any more. */
  readonly onRefused: () => void;
  /** Numbers the packets, and writes them for this display alone. */
  readonly stream: Pick<RtpStream, 'first' | 'write'>;
  /**
   * The payloads of a unit, what they are of, and their timestamp: asked for when it is about to be sent.
   * `late`: it is not from the present moment any more.
   */
  readonly packetize: (unit: VideoUnit, late: boolean) => Packed & Pick<Sending, 'timestamp'>;
  /** Called when a picture may be delivered, before its first packet leaves. */
  readonly onBegin?: () => void;
  /** Live pictures waiting beyond this are dropped up to the next key picture. Default 4 MiB. */
  readonly maxWaitingBytes?: number;
}

export interface Outbox {
  /** `replayed`: the unit is from the GOP buffer, and does not count as a backlog. */
  video(unit: VideoUnit, replayed: boolean): void;
  /**
   * Lets `send` send payloads at once, past the waiting pictures, if what they are of may be delivered:
   * sound is small and suffers from waiting.
   */
  audio(packed: Packed, send: (payloads: readonly Payload[]) => void): void;
  /** Sends again what of these sequence numbers is remembered, a few times at most. */
  repeat(sequences: readonly number[]): void;
  /** Forgets what waits, for a new replay. */
  clear(): void;
  /** Nothing leaves after this. Idempotent. */
  close(): void;
}

interface Waiting {
  readonly unit: VideoUnit;
  readonly late: boolean;
  readonly bytes: number;
  sending?: Sending;
}

/** 48 packets at once, then 5 in a millisecond: 48 Mbit/s, a second of 4 Mbit/s video in 85 ms. */
const burstPackets = 48;
const packetsPerMs = 5;
const pauseMs = 2;
/** How long a picture that must not leave now waits before it is asked about again. */
const heldPauseMs = 50;
const rememberedPackets = 1024;
const maxRepeats = 3;

/** Makes the outbox of one display: packets wait here for their turn, are admitted, leave, and are repeated if lost. */
export function createOutbox(options: OutboxOptions): Outbox {
  const maxWaitingBytes = options.maxWaitingBytes ?? 4 * 1024 * 1024;
  const sent = createSent(rememberedPackets);
  /** Of the next packet. */
  let number = options.stream.first;
  let waiting: Waiting[] = [];
  let liveBytes = 0;
  let skipping = false;
  let tokens = burstPackets;
  let refilledAt = performance.now();
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  /** Whether the picture that is next must wait until the map has been asked. */
  let held = false;

  function close(): void {
    closed = true;
    clearTimeout(timer);
    waiting = [];
    sent.forget();
  }

  function admitted(unit: Filmed): boolean {
    held = false;
    if (closed) return false;
    try {
      options.admit(unit);
      return true;
    } catch (error) {
      held = error instanceof Failure && error.code === 'unverified';
      if (held) return false;
      close();
      options.onRefused();
      return false;
    }
  }

  function refill(): void {
    const now = performance.now();
    tokens = Math.min(burstPackets, tokens + (now - refilledAt) * packetsPerMs);
    refilledAt = now;
  }

  /** Sends what may be sent of one picture; true when all of it is out. */
  function sendSome(head: Waiting): boolean {
    for (;;) {
      const sending = (head.sending ??= begin(head));
      // For each packet: between two of them the process may have been made to stand still for long.
      if (!admitted(sending.unit)) return false;
      if (sending.left === 0) options.onBegin?.();
      const payload = sending.payloads[sending.left];
      if (payload === undefined) return true;
      if (tokens < 1) return false;
      const packet = options.stream.write(payload, number, sending.timestamp);
      if (!options.send(packet)) return false;
      tokens -= 1;
      number += 1;
      if (sending.left === 0) sent.add(sending);
      sending.left += 1;
      options.onSent?.(packet.length, sending.left === 1 ? 1 : 0);
      if (sending.left === sending.payloads.length) return true;
    }
  }

  function begin({ unit, late }: Waiting): Sending {
    return { first: number, left: 0, ...options.packetize(unit, late) };
  }

  function drain(): void {
    timer = undefined;
    refill();
    for (let head = waiting[0]; head && sendSome(head); head = waiting[0]) {
      waiting.shift();
      liveBytes -= head.bytes;
    }
    if (!closed && waiting.length > 0) timer ??= setTimeout(drain, held ? heldPauseMs : pauseMs);
  }

  function dropWaiting(): void {
    // A picture that has its packets is finished, or the display would take the rest for lost.
    waiting = waiting.filter((one) => one.sending !== undefined);
    liveBytes = waiting.reduce((sum, one) => sum + one.bytes, 0);
  }

  return {
    video(unit, replayed) {
      if (closed) return;
      if (unit.key) skipping = false;
      if (skipping) return;
      const bytes = replayed ? 0 : bytesOf(unit);
      if (liveBytes + bytes > maxWaitingBytes) {
        dropWaiting();
        skipping = !unit.key;
        if (skipping) return;
      }
      liveBytes += bytes;
      waiting.push({ unit, late: replayed || waiting.length > 0, bytes });
      if (!timer) drain();
    },
    audio({ unit, payloads }, send) {
      if (admitted(unit)) send(payloads);
    },
    repeat(sequences) {
      refill();
      for (const sequence of sequences) {
        const found = sent.find(sequence);
        const payload = found?.sending.payloads[found.at];
        if (found === undefined || payload === undefined || tokens < 1) continue;
        const { sending, at } = found;
        const repeats = (sending.repeats ??= new Uint8Array(sending.payloads.length));
        const times = repeats[at] ?? maxRepeats;
        if (times >= maxRepeats) continue;
        if (!admitted(sending.unit)) return;
        repeats[at] = times + 1;
        tokens -= 1;
        const packet = options.stream.write(payload, sending.first + at, sending.timestamp);
        if (options.send(packet)) options.onSent?.(packet.length, 0);
      }
    },
    clear: dropWaiting,
    close,
  };
}
