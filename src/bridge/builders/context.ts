/** What every builder is given. */
import type { Log } from '../../common/log.ts';
import type { Closers } from '../closers.ts';
import type { Config } from '../config/config.ts';

export interface BuildContext {
  readonly config: Config;
  readonly log: Log;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Monotonic milliseconds. */
  readonly clock: () => number;
  /**
   * A builder puts here what closes each thing that it opens, as soon as it is open. So each is closed at the
   * end, the last opened first, and also if a later step fails.
   */
  readonly closers: Closers;
}
