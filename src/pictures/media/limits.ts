/** Limits of a picture and of its description. The sender is a stranger: what is beyond these counts as damaged. */
export const limits = Object.freeze({
  /** One coded picture, bytes. */
  unitBytes: 4 * 1024 * 1024,
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
  /** One JPEG, bytes: no camera's still is larger. */
  jpegBytes: 8 * 1024 * 1024,
  /** One AAC frame, bytes: thirteen bits of size in AAC-hbr (RFC 3640 §3.3.6). */
  aacFrameBytes: 8_191,
  /** AAC frames of one packet. */
  aacPacketFrames: 64,
  /** `m=` lines of one SDP. */
  mediaLines: 16,
  /** Lines of one SDP in all. */
  sdpLines: 1_024,
  /** Payload types of one `m=` line; those after them are skipped. */
  payloadTypes: 32,
  /** Packets waiting for a missing one, UDP only. */
  reorderPackets: 64,
  /** How long they wait, milliseconds. */
  reorderMs: 60,
});
