/** Builds the parts that open cameras, share them among their viewers, and know how they fare. */
import { type Conditions, createConditions } from '../../pictures/cameras/conditions.ts';
import { sourceKinds, type SourceKinds } from '../../pictures/cameras/kinds.ts';
import type { SourceOptions } from '../../pictures/cameras/source-options.ts';
import { type AlwaysWarm, keepWarm } from '../../pictures/streams/always-warm.ts';
import { type ByteBudget, createByteBudget } from '../../pictures/streams/byte-budget.ts';
import type { InspectableFeeds } from '../../pictures/streams/feed.ts';
import { createFeeds } from '../../pictures/streams/feeds.ts';
import { noteOverloads, type OverloadNotes } from '../../pictures/streams/overload-notes.ts';
import type { Guard } from '../../tripwire/guard.ts';
import type { Crossing } from '../../wall/partitions/alarm.ts';
import { createCameraLog } from '../cameras/camera-log.ts';
import { createConditionLog } from '../cameras/condition-log.ts';
import { mediaBytes, times } from '../limits.ts';
import type { BuildContext } from './context.ts';
import type { BridgeStorage } from './storage.ts';
import type { Wall } from './wall.ts';

export interface Cameras {
  readonly conditions: Conditions;
  /** Every kind of source that there is. */
  readonly kinds: SourceKinds;
  /** How a source of any kind is opened. */
  readonly opening: SourceOptions;
  readonly feeds: InspectableFeeds;
  readonly warm: AlwaysWarm;
  /** For all media that is kept in memory. */
  readonly budget: ByteBudget;
  readonly overloads: OverloadNotes;
}

export interface CamerasParts {
  readonly storage: Pick<BridgeStorage, 'store'>;
  readonly wall: Pick<Wall, 'origins' | 'register'>;
  /** The tripwire's guard, if there is one: a last check before a unit goes on. */
  readonly guard: Pick<Guard, 'admits'> | undefined;
  /** Called for everything that was kept out of a feed. */
  readonly onForeign: (event: Crossing) => void;
}

/** Returns those parts; `context.closers` gets what ends them. */
export function buildCameras(context: BuildContext, parts: CamerasParts): Cameras {
  const { config, log, now, resolveHost, closers } = context;
  const { guard, onForeign } = parts;
  const { store } = parts.storage;
  const { register } = parts.wall;
  const { recognise, unanswered, guardOrigin } = parts.wall.origins;

  const logCondition = createConditionLog(store, log);
  const conditions = createConditions({ onChange: (change) => void logCondition(change), now });
  closers.push(() => conditions.close());
  const kinds = sourceKinds();
  const opening: SourceOptions = {
    recognise,
    unanswered,
    guardOrigin,
    note: conditions.note,
    lookup: resolveHost,
    onOneConnection: (address) =>
      void register.learnOneConnection(address).catch((error: unknown) => {
        log.warn({ err: error }, 'that a camera takes one connection could not be written down');
      }),
    readyTimeoutMs: config.cameraReadyMs,
    silentAfterMs: times.cameraSilent,
    backoff: times.backoff,
    log: createCameraLog(store, log),
  };
  const overloads = noteOverloads(conditions);
  closers.push(async () => overloads.close());
  const budget = createByteBudget({ bytes: mediaBytes, onOverloaded: overloads.note });
  const feeds = createFeeds({
    onForeign,
    budget,
    ...(guard && { admits: (unit) => guard.admits(unit) }),
    openSource: kinds.opener(opening),
    lingerMs: config.cameraLingerMs,
    probeTimeoutMs: config.cameraReadyMs,
  });
  closers.push(() => feeds.close());
  const warm = keepWarm({
    feeds,
    stands: (address) => register.stands(address),
    cameras: () => register.warm(),
    revision: () => store.revision(),
    report: (error) => log.warn({ err: error }, 'the always-warm cameras could not be asked for'),
  });
  closers.push(() => warm.close());
  return Object.freeze({ conditions, kinds, opening, feeds, warm, budget, overloads });
}
