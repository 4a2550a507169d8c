/** What a network does to what passes through it. */

export interface Weather {
  /** Milliseconds by which everything comes later. */
  readonly delayMs: number;
  /** Bytes per second in each direction; 0 for no limit. TCP only. */
  readonly bytesPerSecond: number;
  /** A connection is reset when so many bytes have passed in either direction; 0 for never. TCP only. */
  readonly cutAfterBytes: number;
  /** Nothing passes and nothing is refused. */
  readonly blackHole: boolean;
  /** New connections are reset at once. TCP only. */
  readonly refuse: boolean;
  /** Every n-th datagram is lost; 0 for none. UDP only. */
  readonly loseEvery: number;
  /** Every n-th datagram comes after the next one; 0 for none. UDP only. */
  readonly swapEvery: number;
  /** Every n-th datagram comes twice; 0 for none. UDP only. */
  readonly repeatEvery: number;
}

/** A network that does nothing to anything. */
export const calm: Weather = Object.freeze({
  delayMs: 0,
  bytesPerSecond: 0,
  cutAfterBytes: 0,
  blackHole: false,
  refuse: false,
  loseEvery: 0,
  swapEvery: 0,
  repeatEvery: 0,
});
