/**
 * Whose packets a UDP stream is made of. Whoever forges the camera's address and ports must still know
 * its SSRC (RFC 3550 §8): packets with another are dropped until the camera has been silent for a second.
 */
import { limits } from './limits.ts';

export class SenderLock {
  #held: number | undefined;
  #heldAt = 0;
  /** The held one was announced, and no packet has borne it so far. */
  #unproven = false;
  /** What came first instead of the announced one: cameras announce a wrong SSRC. */
  #first: number | undefined;
  #firstSince = 0;
  #firstAt = 0;

  /** Holds what the camera said it would send with. To be called before the first packet. */
  announced(ssrc: number): void {
    this.#held = ssrc;
    this.#unproven = true;
  }

  /** True when a packet with this SSRC, come at `now` (milliseconds of a steady clock), is taken. */
  admits(ssrc: number, now: number): boolean {
    if (ssrc !== this.#held) {
      if (this.#unproven && !this.#giveUpAnnounced(ssrc, now)) return false;
      const silentMs = now - this.#heldAt;
      if (this.#held !== undefined && ssrc !== this.#held && silentMs < limits.senderSilentMs) {
        return false;
      }
      this.#held = ssrc;
    }
    this.#unproven = false;
    this.#heldAt = now;
    return true;
  }

  /** After a second without the announced one: the first that came is held, as if none had been. */
  #giveUpAnnounced(ssrc: number, now: number): boolean {
    if (this.#first === undefined) {
      this.#first = ssrc;
      this.#firstSince = now;
    }
    if (ssrc === this.#first) this.#firstAt = now;
    if (now - this.#firstSince < limits.senderSilentMs) return false;
    this.#unproven = false;
    this.#held = this.#first;
    this.#heldAt = this.#firstAt;
    return true;
  }
}
