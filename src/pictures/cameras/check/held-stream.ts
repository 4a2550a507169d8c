/** What a check of a stream gets and returns, whatever the kind of the source. */
import type { CameraAddress } from '../../../wall/partitions/camera-address.ts';
import type { AccessUnit, OpenSource } from '../media.ts';
import type { Tracks } from '../../media/unit.ts';
import type { SourceOptions } from '../source-options.ts';
import type { CheckedUrl, StepName, StreamFacts, TellStep } from './steps.ts';

/** A stream that is held open while it is checked. */
export interface HeldStream {
  ready(maxDelayMs: number): Promise<Tracks>;
  watch(listener: (unit: AccessUnit) => void): () => void;
  release(): Promise<void> | void;
}

/** Milliseconds. */
export interface CheckLimits {
  /** Until it plays. */
  readonly timeoutMs: number;
  /** From then on, until the first key picture. */
  readonly keyTimeoutMs: number;
  /** From then on, until it is known how far apart they come. */
  readonly intervalTimeoutMs: number;
  /**
   * A key picture that came longer ago does not count as the first of an open stream: a display can hardly
   * begin with it.
   */
  readonly oldestKeyMs: number;
}

export interface CheckStreamOptions {
  readonly address: CameraAddress;
  /** As it is opened anyway. */
  readonly opening: SourceOptions;
  /** Opens it. @throws Failure `overloaded` */
  readonly open: (opener: OpenSource) => HeldStream;
  /** Whether what it proves itself by is written down. */
  readonly binds: boolean;
  readonly limits: CheckLimits;
  readonly tell: TellStep;
}

export interface CheckedStream {
  readonly url: CheckedUrl;
  readonly failed: StepName | null;
  readonly facts: StreamFacts | null;
}
