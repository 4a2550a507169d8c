/** Puts UDP packets back in order: waits a little for a missing one, then goes on without it. */
import { limits } from '../limits.ts';
import { type RtpPacket, sequenceStep } from './packet.ts';

/** A jump farther than this is no reordering: the sender began anew. */
const farthest = 1_000;

interface Held {
  readonly packet: RtpPacket;
  readonly since: number;
}

export class Reorder {
  readonly #deliver: (packet: RtpPacket) => void;
  #held: Held[] = [];
  #next: number | undefined;

  constructor(deliver: (packet: RtpPacket) => void) {
    this.#deliver = deliver;
  }

  /** Takes a packet at `now`, milliseconds of any steady clock. Drops duplicates and late ones. */
  push(packet: RtpPacket, now: number): void {
    this.#next ??= packet.sequence;
    const ahead = sequenceStep(this.#next, packet.sequence);
    if (Math.abs(ahead) > farthest) {
      this.#held = [];
      this.#pass(packet);
      return;
    }
    if (ahead < 0) return;
    if (ahead === 0) {
      this.#pass(packet);
    } else {
      this.#hold(packet, now);
      if (this.#full(now)) this.#skip();
    }
    this.#drain();
  }

  #pass(packet: RtpPacket): void {
    this.#next = (packet.sequence + 1) & 0xffff;
    this.#deliver(packet);
  }

  #hold(packet: RtpPacket, now: number): void {
    let at = this.#held.length;
    while (at > 0) {
      const step = sequenceStep(this.#held[at - 1]?.packet.sequence ?? 0, packet.sequence);
      if (step === 0) return;
      if (step > 0) break;
      at -= 1;
    }
    this.#held.splice(at, 0, { packet, since: now });
  }

  #full(now: number): boolean {
    const oldest = this.#held.reduce((least, { since }) => Math.min(least, since), now);
    return this.#held.length >= limits.reorderPackets || now - oldest >= limits.reorderMs;
  }

  #skip(): void {
    this.#next = this.#held[0]?.packet.sequence;
  }

  #drain(): void {
    while (this.#held[0] !== undefined && this.#held[0].packet.sequence === this.#next) {
      const held = this.#held.shift();
      if (held !== undefined) this.#pass(held.packet);
    }
  }
}
