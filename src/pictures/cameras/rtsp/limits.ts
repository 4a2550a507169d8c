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
  /** `m=` lines of one SDP. */
  mediaLines: 16,
  /** Lines of one SDP in all. */
  sdpLines: 1_024,
  /** Payload types of one `m=` line; those after them are passed over. */
  payloadTypes: 32,
  /** What we have written and the camera has not read, bytes. */
  unreadBytes: 65_536,
  /** One coded picture, bytes. */
  unitBytes: 4 * 1024 * 1024,
  /** What is kept of its media while it is being bound, bytes: two of the largest pictures. */
  earlyBytes: 8 * 1024 * 1024,
  /** The same, in pictures and frames of sound. */
  earlyUnits: 2_000,
  /** NAL units of one picture. */
  unitNals: 512,
  /** RTP payloads one NAL unit may come in. */
  nalFragments: 8_192,
  /** One SPS or PPS, bytes. */
  parameterSetBytes: 1_024,
  /** SPS of one picture that are not the one before them: as many as there are ids. */
  sequenceParameterSets: 32,
  /** PPS of one stream. */
  pictureParameterSets: 16,
  /** One AAC frame, bytes: thirteen bits of size in AAC-hbr (RFC 3640 §3.3.6). */
  aacFrameBytes: 8_191,
  /** AAC frames of one packet. */
  aacPacketFrames: 64,
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
  /** Packets waiting for a missing one, UDP only. */
  reorderPackets: 64,
  /** How long they wait, milliseconds. */
  reorderMs: 60,
  /** How long a sender must be silent before another may take its place, milliseconds, UDP only. */
  senderSilentMs: 1_000,
});
