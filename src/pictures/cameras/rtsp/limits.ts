/** What a camera may cost us at most. A camera is a stranger: beyond these its connection ends. */
export const limits = Object.freeze({
  /** Start line and headers of one message, bytes. */
  headBytes: 16_384,
  /** Lines of one head: each costs more than its bytes. Cameras send a dozen. */
  headLines: 256,
  /** Body of one message (an SDP), bytes. */
  bodyBytes: 65_536,
  /** What belongs to no frame and no message, in one go, while it plays: more than the largest frame. */
  noiseBytes: 4 + 65_535,
  /** What we have written and the camera has not read, bytes. */
  unreadBytes: 65_536,
  /** What is kept of its media while it is being bound, bytes: two of the largest pictures. */
  earlyBytes: 8 * 1024 * 1024,
  /** The same, in pictures and frames of sound. */
  earlyUnits: 2_000,
  /**
   * AAC frames, or packets of other sound: the finest honest one has 188 in a second (192 kHz), and in one go ten
   * seconds of it. Beyond these they are let go, and heard as a gap.
   */
  soundUnits: Object.freeze({ perSecond: 400, atOnce: 2_000 }),
  /** Pictures: none sends more than 240 in a second, and in one go those since its last key picture. */
  pictures: Object.freeze({ perSecond: 500, atOnce: 2_000 }),
  /**
   * NAL units that share a packet with others: none sends more than a few slices, sets and SEI for each picture.
   * Three bytes each are enough for one.
   */
  aggregated: Object.freeze({ perSecond: 30_000, atOnce: 120_000 }),
  /**
   * What is read of one connection, in bytes as read-pace.ts counts them: 64 Mbit/s in packets of 1,200 bytes, and in
   * one go eight megabytes of those. Beyond that it waits.
   */
  read: Object.freeze({ perSecond: 16 * 1024 * 1024, atOnce: 16 * 1024 * 1024 }),
  /** Requests that a camera makes itself: a sign of life now and then. */
  requests: Object.freeze({ perSecond: 20, atOnce: 500 }),
  /** How long a sender must be silent before another may take its place, milliseconds, UDP only. */
  senderSilentMs: 1_000,
});
