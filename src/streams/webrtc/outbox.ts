/**
 * The way out of one connection: every packet of every unit passes here, and the delivery check
 * with it, whether it is sent for the first time, continued after a pause, or repeated.
 *
 * Packets leave at a bounded pace, because a GOP sent in one burst overflows the socket buffers of
 * either side. While they wait, the display may fall behind: beyond a limit the waiting pictures are
 * dropped up to the next key picture.
 */
import type { VideoUnit } from '../../cameras/media.ts';
import type { Filmed } from '../../partitions/stamp.ts';
import { sequenceOf } from './rtp.ts';

export interface OutboxOptions {
  /** Hands one packet to the network: false when it takes none at the moment. */
  readonly send: (packet: Buffer) => boolean;
  /** The delivery check; throws for a unit that must not reach this display. */
  readonly admit: (unit: Filmed) => void;
  /** Called after every packet that left, with its bytes and how many units began with it. */
  readonly onSent?: (bytes: number, units: number) => void;
  /** Called once, when `admit` threw; nothing is sent any more. */
  readonly onRefused: () => void;
  /**
   * Turns a unit into packets, only when it is about to be sent, so that no number is skipped.
   * `late`: it is not from the present moment any more.
   */
  readonly packetize: (unit: VideoUnit, late: boolean) => Buffer[];
  /** Live pictures waiting beyond this are dropped up to the next key picture. Default 4 MiB. */
  readonly maxWaitingBytes?: number;
}

export interface Outbox {
  /** `replayed`: the unit is from the GOP buffer, and does not count as a backlog. */
  video(unit: VideoUnit, replayed: boolean): void;
  /**
   * Lets `send` send the unit's packets at once, past the waiting pictures, if it may be delivered:
   * sound is small and suffers from waiting.
   */
  audio(unit: Filmed, send: () => void): void;
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
  packets?: Buffer[];
  next: number;
}

/** 48 packets at once, then 5 in a millisecond: 48 Mbit/s, a second of 4 Mbit/s video in 85 ms. */
const burstPackets = 48;
const packetsPerMs = 5;
const pauseMs = 2;
const rememberedPackets = 1024;
const maxRepeats = 3;

export function createOutbox(options: OutboxOptions): Outbox {
  const maxWaitingBytes = options.maxWaitingBytes ?? 4 * 1024 * 1024;
  const memory = new Map<number, { unit: Filmed; packet: Buffer; repeats: number }>();
  let waiting: Waiting[] = [];
  let liveBytes = 0;
  let skipping = false;
  let tokens = burstPackets;
  let refilledAt = performance.now();
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  function close(): void {
    closed = true;
    clearTimeout(timer);
    waiting = [];
    memory.clear();
  }

  function admitted(unit: Filmed): boolean {
    if (closed) return false;
    try {
      options.admit(unit);
    } catch {
      close();
      options.onRefused();
    }
    return !closed;
  }

  function refill(): void {
    const now = performance.now();
    tokens = Math.min(burstPackets, tokens + (now - refilledAt) * packetsPerMs);
    refilledAt = now;
  }

  function remember(unit: Filmed, packet: Buffer): void {
    const sequence = sequenceOf(packet);
    memory.delete(sequence); // so that the map stays in order of sending
    memory.set(sequence, { unit, packet, repeats: 0 });
    if (memory.size > rememberedPackets) {
      for (const oldest of memory.keys()) {
        memory.delete(oldest);
        break;
      }
    }
  }

  /** Sends what may be sent of one picture; true when all of it is out. */
  function sendSome(head: Waiting): boolean {
    do {
      // For each packet: between two of them the process may have been made to stand still for long.
      if (!admitted(head.unit)) return false;
      head.packets ??= options.packetize(head.unit, head.late);
      const packet = head.packets[head.next];
      if (packet === undefined) return true;
      if (tokens < 1 || !options.send(packet)) return false;
      tokens -= 1;
      options.onSent?.(packet.length, head.next === 0 ? 1 : 0);
      head.next += 1;
      remember(head.unit, packet);
    } while (head.next < head.packets.length);
    return true;
  }

  function drain(): void {
    timer = undefined;
    refill();
    for (let head = waiting[0]; head && sendSome(head); head = waiting[0]) {
      waiting.shift();
      liveBytes -= head.bytes;
    }
    if (!closed && waiting.length > 0) timer ??= setTimeout(drain, pauseMs);
  }

  function dropWaiting(): void {
    // A picture that has its packets is finished, or the display would take the rest for lost.
    waiting = waiting.filter((one) => one.packets !== undefined);
    liveBytes = waiting.reduce((sum, one) => sum + one.bytes, 0);
  }

  return {
    video(unit, replayed) {
      if (closed) return;
      if (unit.key) skipping = false;
      if (skipping) return;
      const bytes = replayed ? 0 : unit.nals.reduce((sum, nal) => sum + nal.length, 0);
      if (liveBytes + bytes > maxWaitingBytes) {
        dropWaiting();
        skipping = !unit.key;
        if (skipping) return;
      }
      liveBytes += bytes;
      waiting.push({ unit, late: replayed || waiting.length > 0, bytes, next: 0 });
      if (!timer) drain();
    },
    audio(unit, send) {
      if (admitted(unit)) send();
    },
    repeat(sequences) {
      refill();
      for (const sequence of sequences) {
        const kept = memory.get(sequence);
        if (!kept || kept.repeats >= maxRepeats || tokens < 1) continue;
        if (!admitted(kept.unit)) return;
        kept.repeats += 1;
        tokens -= 1;
        if (options.send(kept.packet)) options.onSent?.(kept.packet.length, 0);
      }
    },
    clear: dropWaiting,
    close,
  };
}
