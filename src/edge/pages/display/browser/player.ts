/** What the two ways of playing have in common. */
export interface Player {
  /** Returns how far the picture is behind the camera, in milliseconds, as far as can be told here. */
  latency(): Promise<number | undefined>;
  /** Whether the other side does not answer just now; with no frames either, the stream is over. */
  lost(): boolean;
  /** Whether the bridge still has the stream; rejects if it cannot be asked. */
  stands(): Promise<boolean>;
  /** Stops, informs the bridge if the protocol has a word for it, frees everything. Idempotent. */
  close(): void;
}

/** Called at most once, when the stream is over for a reason that is not ours; an errorCode. */
export type OnEnd = (code: string) => void;
