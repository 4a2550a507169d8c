/** What every builder is given. */
import type { Log } from '../../common/log.ts';
import type { Lookup } from '../../pictures/cameras/lookup.ts';
import type { Closers } from '../closers.ts';
import type { Config } from '../config/config.ts';

export interface BuildContext {
  readonly config: Config;
  readonly log: Log;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Monotonic milliseconds. */
  readonly clock: () => number;
  /** The one way from a host name to its addresses: the system is asked for one name at a time. */
  readonly resolveHost: Lookup;
  /**
   * A builder puts here what closes each thing that it opens, as soon as it is open. So each is closed at the
   * end, the last opened first, and also if a later step fails.
   */
  readonly closers: Closers;
}
