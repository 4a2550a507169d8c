/** What was sent last, so that it can be sent again where a display misses some of it (RFC 4585 §6.2.1). */
import type { Packed } from './packets.ts';

/** One picture that is sent, or on its way. */
export interface Sending extends Packed {
  /** Of all its packets. */
  readonly timestamp: number;
  /** The number of its first packet, an integer that does not wrap. */
  readonly first: number;
  /** How many of its packets have left. */
  left: number;
  /** How often each was sent again; absent if none was. */
  repeats?: Uint8Array;
}

export interface Sent {
  /** To be called in the order of their numbers, when the first packet of it leaves. */
  add(sending: Sending): void;
  /** The picture that a packet of that sequence number belongs to, and the packet's place in it. */
  find(sequence: number): { readonly sending: Sending; readonly at: number } | undefined;
  forget(): void;
}

/** Remembers the last `capacity` packets. */
export function createSent(capacity: number): Sent {
  let pictures: Sending[] = [];

  /** The number of the newest packet, and one more. */
  function end(): number {
    const newest = pictures.at(-1);
    return newest === undefined ? 0 : newest.first + newest.left;
  }

  /** The last picture that begins with `number` or before. */
  function holding(number: number): Sending | undefined {
    let [low, high] = [0, pictures.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pictures[middle]?.first ?? Infinity) <= number) low = middle + 1;
      else high = middle;
    }
    return pictures[low - 1];
  }

  return {
    add(sending) {
      pictures.push(sending);
      const oldest = end() - capacity;
      while ((pictures[1]?.first ?? Infinity) <= oldest) pictures.shift();
    },
    find(sequence) {
      const newest = end() - 1;
      const number = newest - ((newest - sequence) & 0xffff);
      if (number <= newest - capacity) return undefined;
      const sending = holding(number);
      const at = number - (sending?.first ?? 0);
      return sending !== undefined && at < sending.left ? { sending, at } : undefined;
    },
    forget() {
      pictures = [];
    },
  };
}
