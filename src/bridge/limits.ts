/** Times and capacities that belong to the product rather than to an installation. */

/** Milliseconds. */
export const times = {
  cameraSilent: 5_000,
  backoff: { firstMs: 500, maxMs: 30_000 },
  playlistWait: 8_000,
  stillTimeout: 5_000,
  stillFresh: 2_000,
  webrtcConnect: 15_000,
  signIn: 12 * 3_600_000,
  drain: 5_000,
};

/** Bytes of media that are kept in memory for all cameras together. */
export const mediaBytes = 512 * 1024 * 1024;

/** The most of each at a time. */
export const capacity = { openPartitions: 5_000, sessions: 2_000, sessionsPerAccount: 32 };
