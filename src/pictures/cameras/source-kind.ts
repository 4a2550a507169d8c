/** What every kind of source has: the same few functions, and a word on what it yields. */
import type { StreamForm } from '../../wall/partitions/stream-form.ts';
import type { CheckedStream, CheckStreamOptions } from './check/held-stream.ts';
import type { AudioCodec, VideoCodec } from '../media/unit.ts';
import type { OpenSource } from './media.ts';
import type { SourceOptions } from './source-options.ts';

/** What is known of a kind before anything is opened. */
export interface KindFacts {
  /** What people call it. */
  readonly name: string;
  /** The schemes of its URLs, in lower case; the wall knows their ports (`usual-port.ts`). */
  readonly schemes: readonly string[];
  /** How its video and its sound may be coded. */
  readonly yields: {
    readonly video: readonly VideoCodec[];
    readonly audio: readonly AudioCodec[];
  };
}

export interface SourceKind extends KindFacts {
  /** Makes the opener of its sources. */
  opener(options: SourceOptions): OpenSource;
  /** Tries one stream as it is opened anyway, until it is known how often key pictures come. Never rejects. */
  check(options: CheckStreamOptions): Promise<CheckedStream>;
}

/** Returns the form of the URLs of these kinds, for the wall. */
export function formOf(kinds: readonly KindFacts[]): StreamForm {
  return {
    called: `the ${kinds.map(({ name }) => name).join(' or ')} URL`,
    schemes: kinds.flatMap(({ schemes }) => schemes),
  };
}
