/** How much a run looked at: a harness that sees nothing finds nothing. */
export interface Seen {
  /** Answers to intents, held against the ledger. */
  answers: number;
  /** Packets, playlists and segments that left, held against the ledger. */
  pictures: number;
  /** Those of them that left after the change that forbids them, within the lease. */
  lastMoments: number;
}
