/** What is told of a connection as it comes about, step by step, to whoever wants to know. None of these may throw. */
import type { MediaPlan } from './media-plan.ts';
import type { TransportKind } from './transport.ts';

export interface ConnectionWatch {
  /** It has described itself, was recognised, and this is taken of it. */
  readonly described: (plan: MediaPlan) => void;
  readonly setUp: (transport: TransportKind, audio: boolean) => void;
  /** It says that it plays. */
  readonly plays: () => void;
  /** Its first packet came. */
  readonly flows: () => void;
  /** A whole picture came; `at` by `performance.now`, `begun`: how many were begun so far, this one included. */
  readonly picture: (rtpTimestamp: number, at: number, begun: number) => void;
}
