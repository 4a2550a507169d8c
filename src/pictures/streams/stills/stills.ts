import type { NoteCondition } from '../../cameras/condition.ts';
import { createDeviceCheck } from '../../cameras/onvif/device-check.ts';
import { createLookup, type Lookup } from '../../cameras/lookup.ts';
import { CameraFailure } from '../../cameras/reason-failure.ts';
import type { AccessUnit, VideoUnit } from '../../cameras/media.ts';
import { createFairGate } from '../../../common/fair-gate.ts';
import { Failure } from '../../../common/failures.ts';
import type { CameraAddress } from '../../../wall/partitions/camera-address.ts';
import type { GuardOrigin } from '../../cameras/origin/origin.ts';
import type { NoteUnanswered, Recognise } from '../../cameras/origin/pins.ts';
import { sameStamp, type Stamp } from '../../../wall/partitions/stamp.ts';
import { addressKey } from '../address-key.ts';
import type { Feed } from '../feed.ts';
import { joinNals } from '../../media/h264/annex-b.ts';
import { fetchStill, type RecogniseStill } from '../../cameras/camera-still.ts';
import type { SystemUser } from './confine.ts';
import { decodeKeyPicture } from './ffmpeg.ts';
import type { Still, Stills } from './still.ts';

export interface StillsOptions {
  /** Path of ffmpeg; without it only cameras with a still of their own have stills. */
  readonly ffmpeg?: string | undefined;
  /** How long each way of getting a still may take, in milliseconds. */
  readonly timeoutMs: number;
  /** How old a still may be, in milliseconds. */
  readonly freshMs: number;
  /** Resolves camera names to addresses; the network's if left out. */
  readonly lookup?: Lookup;
  /** Holds every connection for a camera's own still to the bound origin. */
  readonly guardOrigin: GuardOrigin;
  /** Called for every still a camera makes itself. */
  readonly recognise: Recognise;
  /** Called with the reason why a camera's ONVIF service could not be asked, if it has one. */
  readonly unanswered?: NoteUnanswered;
  /** Called with how it went with each camera's own still, and with its ONVIF service. */
  readonly note?: NoteCondition;
  /** The user as whom ffmpeg runs; the bridge's own if left out. */
  readonly ffmpegUser?: SystemUser | undefined;
  /** How many ffmpeg may run at a time, one for each account; 2 if left out. */
  readonly children?: number;
  /** How many cameras may be asked for their own stills at a time, 4 for each account; 32 if left out. */
  readonly requests?: number;
  /** A last check before a still goes on; all go on if left out. */
  readonly admits?: (stamp: Stamp, jpeg: Uint8Array) => boolean;
  readonly now?: () => number;
  /** Monotonic milliseconds. */
  readonly clock?: () => number;
}

/**
 * Takes stills. One that is under way or fresh is shared by those who ask for the same camera, in the same
 * ownership, at the same address; there is no older "last good" one to fall back on.
 */
export function createStills(options: StillsOptions): Stills {
  const { now = Date.now, clock = () => performance.now() } = options;
  const { guardOrigin, lookup = createLookup() } = options;
  const { note, recognise, unanswered, timeoutMs } = options;
  const sameDevice = createDeviceCheck({
    guardOrigin,
    lookup,
    note,
    recognise,
    unanswered,
    timeoutMs,
  });
  // An account that looks at all its cameras waits only for itself; it has no more sessions than this.
  const lane = { waiting: 32, timeoutMs };
  const decoding = createFairGate({ ...lane, atOnce: options.children ?? 2, perAccount: 1 });
  const fetching = createFairGate({ ...lane, atOnce: options.requests ?? 32, perAccount: 4 });
  const taking = new Map<string, Promise<Still>>();
  const fresh = new Map<string, Still>();
  const isFresh = ({ takenAt }: Still): boolean => now() - takenAt <= options.freshMs;

  async function shootAdmitted(...asked: Parameters<Stills['take']>): Promise<Still> {
    const still = await shoot(...asked);
    if (options.admits?.(still.stamp, still.jpeg) === false) {
      throw new Failure('forbidden', 'a foreign picture');
    }
    return still;
  }

  /** Fetches it from the camera itself, once that is known over HTTP and, if it has it, over ONVIF. */
  async function fetchOwn(address: CameraAddress, still: string): Promise<Still> {
    const [takenAt, heardAt] = [now(), clock()];
    const { stamp } = address;
    const asking = new AbortController();
    const same = sameDevice(address, asking.signal);
    const own: RecogniseStill = async (seen) =>
      (await recognise(address, 'still', seen, async () => undefined)) && (await same());
    try {
      const guard = await guardOrigin(address, 'still').catch(() => {
        // Whatever it was may name the address, which holds a password.
        throw new Failure('device-offline', 'the camera gave no still');
      });
      const signal = AbortSignal.timeout(timeoutMs);
      const how = { guard, lookup, signal, timeoutMs, recognise: own };
      const jpeg = await fetchStill({ url: still, ...how }, (reason) =>
        note?.(address, 'still', reason),
      );
      return Object.freeze({ stamp, jpeg, takenAt, heardAt });
    } finally {
      asking.abort();
    }
  }

  async function shoot(...asked: Parameters<Stills['take']>): Promise<Still> {
    const [address, feed, since, account] = asked;
    const { stamp, still } = address;
    if (still !== undefined) {
      try {
        return await fetching.run(account, () => fetchOwn(address, still));
      } catch (error) {
        if (options.ffmpeg === undefined || isCrowded(error)) throw error;
      }
    }
    const { ffmpeg } = options;
    if (ffmpeg === undefined) throw new Failure('device-offline', 'the camera gives no still');
    const signal = AbortSignal.timeout(options.timeoutMs);
    const key = await freshKey(feed, signal, (unit) => unit.heardAt >= since, now, options.freshMs);
    if (!sameStamp(key.stamp, stamp)) throw new Failure('forbidden', 'a foreign stamp');
    const jpeg = await decoding.run(account, () =>
      decodeKeyPicture(
        ffmpeg,
        joinNals(key.nals),
        AbortSignal.timeout(timeoutMs),
        options.ffmpegUser,
      ),
    );
    const { arrivedAt: takenAt, heardAt } = key;
    return Object.freeze({ stamp: key.stamp, jpeg, takenAt, heardAt });
  }

  return {
    async take(address, feed, since, key) {
      if (!sameStamp(address.stamp, feed.stamp)) throw new Failure('forbidden', 'a foreign stamp');
      for (const [name, still] of fresh) if (!isFresh(still)) fresh.delete(name);
      const name = stillKey(address);
      const isRecent = ({ heardAt }: Still): boolean => heardAt >= since;
      const known = fresh.get(name);
      if (known !== undefined && isRecent(known)) return known;
      const underWay = taking.get(name);
      if (underWay !== undefined) {
        const still = await underWay.catch((error: unknown) => {
          // Another account's crowd is not this one's.
          if (!isCrowded(error)) throw error;
        });
        if (still !== undefined && isRecent(still)) return still;
      }
      const shot = shootAdmitted(address, feed, since, key).finally(() => {
        if (taking.get(name) === shot) taking.delete(name);
      });
      taking.set(name, shot);
      shot.then(
        (still) => fresh.set(name, still),
        () => undefined,
      );
      return await shot;
    },
  };
}

/** What has one key may share a still. */
const stillKey = (address: CameraAddress): string =>
  JSON.stringify([addressKey(address), address.still]);

/** Whether it was refused for how much is asked for, and not for what the camera is. */
const isCrowded = (error: unknown): boolean =>
  error instanceof Failure && (error.code === 'too-many' || error.code === 'overloaded');

/** The last key picture if it is fresh, else the next one that comes and may be shown. */
async function freshKey(
  feed: Feed,
  signal: AbortSignal,
  isRecent: (unit: VideoUnit) => boolean,
  now: () => number,
  freshMs: number,
): Promise<VideoUnit> {
  const beganAt = now();
  const isFresh = ({ arrivedAt }: VideoUnit): boolean => beganAt - arrivedAt <= freshMs;
  const last = feed.lastKey();
  if (last !== undefined && isRecent(last) && isFresh(last)) return last;
  return await new Promise<VideoUnit>((resolve, reject) => {
    const late = (): void => {
      stop();
      const seconds = Math.round((now() - (last?.arrivedAt ?? beganAt)) / 1_000);
      // A camera that plays sends pictures, though none that can be shown by itself.
      const reason = { code: 'no-key-picture', seconds } as const;
      const offline = (): Failure => new Failure('device-offline', 'the camera sends no picture');
      reject(feed.online() ? new CameraFailure(reason) : offline());
    };
    let replaying = true;
    const stop = feed.watch((unit: AccessUnit) => {
      // Even what comes next may be from before, if it was read late.
      if (replaying || unit.kind !== 'video' || !unit.key || !isRecent(unit)) return;
      signal.removeEventListener('abort', late);
      stop();
      resolve(unit);
    });
    replaying = false;
    signal.addEventListener('abort', late, { once: true });
  });
}
