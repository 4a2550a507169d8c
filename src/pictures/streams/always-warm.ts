/**
 * Holds the cameras open that stay warm even when nobody watches, and releases those that linger although
 * their row was changed.
 */
import type { CameraAddress } from '../../wall/partitions/camera-address.ts';
import { addressKey } from './address-key.ts';
import type { FeedHold, Feeds } from './feed.ts';

export interface AlwaysWarmParts {
  readonly feeds: Feeds;
  /** Whether what was opened at this address is still what its row says. */
  readonly stands: (address: CameraAddress) => Promise<boolean>;
  /** Where those cameras are, now. */
  readonly cameras: () => Promise<readonly CameraAddress[]>;
  /** Changes when an answer of `stands` or `cameras` may have changed. */
  readonly revision: () => Promise<number>;
  /** Called when the store could not be asked; what is held stays held. */
  readonly report: (error: unknown) => void;
}

export interface AlwaysWarm {
  /** Looks now; resolves when every such camera is held and no other. */
  look(): Promise<void>;
  close(): Promise<void>;
}

/** As often as the watch: an address that was corrected is released as soon as what it showed. */
const intervalMs = 200;

/** Begins to hold them, and looks for changes five times a second. */
export function keepWarm(parts: AlwaysWarmParts): AlwaysWarm {
  const { feeds, stands, cameras, revision, report } = parts;
  const held = new Map<string, FeedHold>();
  let seen: number | undefined;
  let looking = Promise.resolve();

  async function pass(): Promise<void> {
    const now = await revision();
    if (now === seen) return;
    await feeds.closeOutdated(stands);
    const wanted = new Map((await cameras()).map((address) => [addressKey(address), address]));
    for (const [name, hold] of held) {
      if (wanted.has(name)) continue;
      held.delete(name);
      hold.release(true);
    }
    for (const [name, address] of wanted) {
      if (!held.has(name)) held.set(name, feeds.open(address));
    }
    seen = now;
  }

  function look(): Promise<void> {
    looking = looking.then(pass).catch(report);
    return looking;
  }

  const timer = setInterval(() => void look(), intervalMs);
  void look();
  return {
    look,
    async close() {
      clearInterval(timer);
      await looking;
      for (const hold of held.values()) hold.release();
      held.clear();
    },
  };
}
