/** What is fuzzed, as the loop sees it. */
import type fc from 'fast-check';

/** A target that is up. `Input` is whatever one try needs. */
export interface Bench<Input> {
  /** Tries one input; returns what is wrong with the reaction to it. */
  attempt(input: Input): Promise<string | undefined>;
  /** Checks that the target still does its work. @throws Error if it does not. */
  serves(): Promise<void>;
  /** Returns bytes of heap in use after a collection, and faults that no answer showed. */
  health(): Promise<{ readonly heap: number; readonly faults: readonly string[] }>;
  /** An input in words, for a report. */
  describe(input: Input): string;
  close(): Promise<void>;
}

export interface Target<Input> {
  readonly name: string;
  /** How many inputs are tried side by side. */
  readonly abreast: number;
  open(): Promise<{ readonly bench: Bench<Input>; readonly inputs: fc.Arbitrary<Input> }>;
}
