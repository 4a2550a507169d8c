import { unlimited } from '../byte-budget.ts';
import type { Feed } from '../feed.ts';
import type { HlsPackagers } from './hls.ts';
import { createPackager, type Packager, type Shift } from './packager.ts';
import { hlsLimits, type PackagerOptions } from './packager-options.ts';

type Optional = 'idleMs' | 'onForeign' | 'onOverloaded' | 'now' | 'limits' | 'budget';

/** As in PackagerOptions; `idleMs` is 30 s if left out. */
export type HlsPackagersOptions = Omit<PackagerOptions, Optional> &
  Partial<Pick<PackagerOptions, Optional>>;

/** Makes the packagers: one per feed, found by the feed itself and never by a name. */
export function createHlsPackagers(options: HlsPackagersOptions): HlsPackagers {
  const full: PackagerOptions = {
    idleMs: 30_000,
    onForeign: () => undefined,
    onOverloaded: () => undefined,
    limits: hlsLimits,
    budget: unlimited,
    now: Date.now,
    ...options,
  };
  // Weak, so that a feed that was closed takes its packager along once it has gone idle.
  const made = new WeakMap<Feed, Packager>();
  const shift: Shift = { awake: new Set(), closed: false };

  return {
    of(feed) {
      let packager = made.get(feed);
      if (packager === undefined) {
        packager = createPackager(feed, full, shift);
        made.set(feed, packager);
      }
      packager.wake();
      return packager;
    },
    async close() {
      shift.closed = true;
      for (const packager of shift.awake) packager.stop();
    },
  };
}
